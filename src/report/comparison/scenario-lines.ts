import type { Report } from '../../model/report.ts';
import { whyLeftOut } from '../table/replayed-steps.ts';
import { keptPrices } from '../table/what-if/answer.ts';
import { questionLines } from '../table/what-if/question.ts';
import { settingsText } from '../table/what-if/step-details.ts';

/** What one of several scenarios is, a line each: what it asks, how its strategies are set, and what is left out of it. */
export function scenarioLines(report: Report): readonly string[] {
  const { scenario, strategies } = report;
  return [
    ...(scenario === null ? [] : questionLines(scenario)),
    ...keptPrices(report),
    ...[...strategies]
      .sort((a, b) => a.order - b.order)
      .flatMap((step) => {
        const why = whyLeftOut(step);
        if (why !== undefined) return [`${step.title}: ${why}`];
        return step.optionsSet.length > 0 ? [`${step.title}: ${settingsText(step)}`] : [];
      }),
  ];
}
