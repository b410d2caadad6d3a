import type { Models } from '../contracts/models.ts';
import type { Report } from '../model/report.ts';
import type { ScenarioSummary } from '../model/scenario.ts';
import { readUserPrices } from '../pricing/own/user-prices.ts';
import { loadPriceBook } from '../pricing/price-book.ts';
import { strategies } from '../strategies/index.ts';
import type { AuditRequest } from './audit-request.ts';
import { callCost } from './facts/call-cost.ts';
import { modelFacts } from './facts/model-facts.ts';
import type { OpenedLog } from './opened-log.ts';
import { optionsOf } from './options-of.ts';
import type { BestOrder } from './replay/best-order.ts';
import type { Choice } from './replay/replay-entry.ts';
import type { Reprice } from './replay/repricing.ts';
import type { Scenario } from './scenario.ts';
import { project } from './totals/projection.ts';

/** The strategies that are replayed, in order, with every option; `hasSweeps` false tries no other values than those a scenario names. */
export function chosenStrategies(
  request: Pick<AuditRequest, 'strategies' | 'settings'>,
  hasSweeps: boolean,
  scenario: Pick<Scenario, 'sweeps'> | undefined,
): readonly Choice[] {
  return request.strategies.map((id) => {
    const strategy = strategies.find((known) => known.id === id)!;
    const asked = scenario?.sweeps?.[id];
    const options = optionsOf(strategy, request.settings);
    return { strategy, options, sweeps: asked ?? (hasSweeps ? strategy.sweeps : []) };
  });
}

/** The prices that a scenario's strategies move calls at. */
export interface ScenarioPrices {
  readonly models: Models;
  /** Undefined where they are those that the calls were billed at. */
  readonly reprice?: Reprice;
  readonly changes: readonly string[];
}

export function scenarioPrices(opened: OpenedLog, scenario: Scenario | undefined): ScenarioPrices {
  const { context, ratios } = opened;
  const own = opened.book.opened;
  if (scenario === undefined || (scenario.pricesAt === undefined && scenario.prices.length === 0)) {
    return { models: context.models, changes: [] };
  }
  const at = scenario.pricesAt ?? own.at;
  const changes = scenario.prices.map(({ value, origin }) => readUserPrices(value, origin));
  const book = loadPriceBook({
    overrides: [...changes, ...(own.overrides ?? [])],
    ...(at !== undefined && { at }),
  });
  const day = scenario.pricesAt === undefined ? '' : dayOf(scenario.pricesAt);
  const named = [
    ...(day === '' ? [] : [`prices of ${day}`]),
    ...(changes.length === 0 ? [] : ["the scenario's own prices"]),
  ];
  return {
    models: modelFacts(book, ratios),
    reprice: {
      title: capitalised(named.join(' and ')),
      options: day === '' ? {} : { at: day },
      costOf: callCost(book),
    },
    changes: book.overrides.slice(0, Math.max(0, book.overrides.length - opened.book.overrides.length)),
  };
}

/** `monthly` and `standingUsd` (what is due in a month however many calls are made, part of `afterUsd`) are US dollars of 30 days. */
export function summaryOf(
  { name, describe, order: how, pricesAt, volume, growthPerMonth }: Scenario,
  {
    order,
    monthly,
    standingUsd,
    priceChanges,
  }: {
    readonly order: BestOrder;
    readonly monthly: Report['monthly'];
    readonly standingUsd: number;
    readonly priceChanges: readonly string[];
  },
): ScenarioSummary {
  return {
    name,
    describe,
    order: { how, ids: order.choices.map(({ strategy }) => strategy.id), tried: order.tried },
    pricesAt: pricesAt === undefined ? null : dayOf(pricesAt),
    priceChanges,
    volume,
    growthPerMonth,
    ...project(monthly, standingUsd, { volume, growthPerMonth }),
  };
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
