import type { Measurement } from '../../model/measurement.ts';
import type { Input, Report } from '../../model/report.ts';
import type { Measured } from './measuring.ts';

/** What was added up, with what the report says about where it comes from. */
export function measurementOf(report: Report, measured: Measured): Measurement {
  const { tool, priceBook, timezone, window, filter, findings, strategies } = report;
  return {
    tool: tool.version,
    priceBook,
    timezone,
    window: { from: window.from, to: window.to },
    where: [...(filter?.where ?? [])].sort(),
    read: readOf(report.inputs),
    detectors: Object.fromEntries(
      findings.map(({ detector, status, reason, options }) => [detector, { status, reason, options }]),
    ),
    strategies: Object.fromEntries(
      strategies.map(({ strategy, status, reason, options, aloneSavedUsd }) => [
        strategy,
        { status, reason, options, savedUsd: aloneSavedUsd },
      ]),
    ),
    ...measured,
  };
}

function readOf(inputs: readonly Input[]): Measurement['read'] {
  const sum = (of: (input: Input) => number): number => inputs.reduce((all, input) => all + of(input), 0);
  return {
    records: sum(({ records }) => records),
    calls: sum(({ calls }) => calls),
    repeatedRecords: sum(({ repeatedRecords }) => repeatedRecords),
    skipped: sum(({ skipped }) => skipped),
    otherRecords: sum(({ otherRecords }) => otherRecords),
  };
}
