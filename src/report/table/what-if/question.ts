import type { ScenarioSummary } from '../../../model/scenario.ts';
import { count, percent } from '../../format.ts';

/** What a scenario asks, a line each: its own words, strategies, prices and volume; without what is as in the log. */
export function questionLines(scenario: ScenarioSummary): readonly string[] {
  const prices = pricesText(scenario);
  const volume = volumeText(scenario);
  return [
    scenario.describe,
    `Strategies: ${orderText(scenario)}.`,
    prices === '' ? '' : `Prices: ${prices}.`,
    volume === '' ? '' : `Volume: ${volume}.`,
  ].filter((line) => line !== '');
}

function orderText({ order }: ScenarioSummary): string {
  if (order.ids.length === 0) return 'none';
  if (order.ids.length === 1) return order.ids[0]!;
  const how =
    order.how === 'auto' ? `the best of ${count(order.tried)} orders replayed` : 'in the order given';
  return `${order.ids.join(', ')} (${how})`;
}

function pricesText({ pricesAt, priceChanges }: ScenarioSummary): string {
  return [...(pricesAt === null ? [] : [`those of ${pricesAt}`]), ...priceChanges].join('; ');
}

function volumeText({ volume, growthPerMonth }: ScenarioSummary): string {
  const size = volume === 1 ? [] : [`${volume} times the calls`];
  const growth = `${percent(Math.abs(growthPerMonth))} ${growthPerMonth > 0 ? 'more' : 'less'} each month`;
  return [...size, ...(growthPerMonth === 0 ? [] : [growth])].join(', ');
}
