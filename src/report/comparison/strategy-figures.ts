import type { Report } from '../../model/report.ts';
import { change, isAllUnpriced } from '../money.ts';
import { whyLeftOut } from '../table/replayed-steps.ts';
import type { Figure } from './figures.ts';

const MONEY_WIDTH = 13;

/** What every strategy that is in any of the scenarios does in each; '-' where it takes no part. */
export function strategyFigures(reports: readonly Report[]): readonly Figure[] {
  const steps = reports.flatMap(({ strategies }) => strategies);
  // Other prices are called by their date, and two scenarios may have two.
  const titles = new Map(
    steps.map(({ strategy, title }) => {
      const isOne = steps.every((step) => step.strategy !== strategy || step.title === title);
      return [strategy, isOne ? title : 'Other prices'] as const;
    }),
  );
  return [...titles].map(([id, title]) => ({
    label: title,
    cells: reports.map(({ strategies, totals }) => {
      const step = strategies.find(({ strategy }) => strategy === id);
      if (step === undefined) return '-';
      if (whyLeftOut(step) !== undefined) return 'left out';
      return isAllUnpriced(totals) ? 'unknown' : change(step.savedUsd, MONEY_WIDTH);
    }),
  }));
}
