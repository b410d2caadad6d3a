import type { Call } from '../model/call.ts';
import type { Report, Warning } from '../model/report.ts';
import type { AuditRequest } from './audit-request.ts';
import type { Measuring } from './check/measuring.ts';
import type { FamilyRatio } from './facts/token-ratios.ts';
import { DetectorPass } from './findings/detector-pass.ts';
import { buildFindings } from './findings/findings.ts';
import type { DroppedRecords } from './log/call-log.ts';
import { logWarnings, ratioWarnings } from './log/log-notes.ts';
import { LogWindow } from './log/log-window.ts';
import { type LogInput, type OpenedLog, openLog } from './opened-log.ts';
import { bestOrder } from './replay/best-order.ts';
import { type CallPass, replay } from './replay/replay.ts';
import type { ReplayOptions } from './replay/replay-options.ts';
import type { Scenario } from './scenario.ts';
import { Charges } from './totals/charges.ts';
import { TotalsCounter } from './totals/totals.ts';
import { PriceNotes } from './totals/unpriced.ts';
import { chosenStrategies, scenarioPrices, summaryOf } from './what-if.ts';

export interface AnalysisInput extends LogInput {
  readonly request: AuditRequest;
  /** Replayed instead of the request's strategies. */
  readonly scenario?: Scenario;
  /** The log where it is open already. */
  readonly opened?: OpenedLog;
  /** Adds up what a gate compares. */
  readonly measuring?: Measuring;
  /** Told now and then how many calls have been looked at. */
  progress(calls: number): void;
}

export type Analysis = Omit<Report, 'schemaVersion' | 'tool' | 'generatedAt' | 'inputs'> & {
  /** By file number. */
  droppedIn(file: number): DroppedRecords;
  /** What the detectors found, after their pass. */
  readonly pass: DetectorPass;
};

/** Each value of a sweep replays the whole log once more; a larger log is replayed at the chosen values only. */
const SWEEPS_UP_TO_CALLS = 250_000;
const NO_SWEEPS: Warning = {
  code: 'no-sweeps',
  text: 'savings at other option values are left out for a log of this size; --sweeps works them out',
  count: 1,
};

/** Ranges replay the strategies at both ends once more: left out from this many calls times strategies. */
const RANGES_UP_TO = 4_000_000;
const NO_RANGES: Warning = {
  code: 'no-ranges',
  text: 'pessimistic and optimistic figures are left out for so many calls and strategies; --sweeps works them out, and so do fewer strategies',
  count: 1,
};

/** What such calls would cost is unknown; left at what they cost, they make a saving look smaller or larger than it is. */
const KEPT_PRICES = {
  code: 'prices-kept',
  text: "a call without a price among the scenario's keeps the one that it was billed at",
};

const PROGRESS_EVERY = 1 << 16;

/** Everything after the store: totals, findings and savings of some files' calls, in as few passes as they need. */
export function analyse({ request, scenario, progress, measuring, ...input }: AnalysisInput): Analysis {
  const { book, counts } = input;
  const opened = input.opened ?? openLog(input);
  const { log, ratios, costOf } = opened;
  const pass = new DetectorPass(request, opened);
  const totals = new TotalsCounter();
  const notes = new PriceNotes(book);
  const span = opened.filtered?.span;
  const window = new LogWindow(span);
  const estimated = new Map<FamilyRatio, number>();
  const grouping = opened.newGrouping(request.groupBy);
  const { timezone, groupBy = [] } = request;
  const charges =
    request.charges === true
      ? new Charges({ book, timezone, groupBy, keyOf: (by, call) => grouping.key(by, call) })
      : undefined;

  const look = (call: Call, costUsd: number): void => {
    pass.see(call, costUsd);
    totals.add(call, costUsd);
    grouping.add(call, costUsd);
    charges?.add(call, costUsd);
    measuring?.see(call, costUsd);
    window.add(call.time);
    if (Number.isNaN(costUsd)) notes.addUnpriced(call);
    else {
      if (costUsd > 0) notes.addPriced(call);
      if (Number.isNaN(prices.reprice?.costOf(call) ?? 0)) keptPrices++;
    }
    if (call.usageBasis === 'estimated') {
      const ratio = ratios.of(call.model);
      estimated.set(ratio, (estimated.get(ratio) ?? 0) + 1);
    }
    if (call.index % PROGRESS_EVERY === 0) progress(call.index);
  };

  let keptPrices = 0;
  let isFirstPass = true;
  const hasSweeps = request.sweeps ?? log.size <= SWEEPS_UP_TO_CALLS;
  const choices = chosenStrategies(request, hasSweeps, scenario);
  const prices = scenarioPrices(opened, scenario);
  const context = { ...opened.context, models: prices.models };
  const hasRanges = request.sweeps ?? log.size * choices.length <= RANGES_UP_TO;
  const replayOptions: ReplayOptions = {
    ranges: scenario !== undefined && hasRanges,
    ...(span !== undefined && { span }),
    ...(prices.reprice !== undefined && { reprice: prices.reprice }),
  };
  const everyCall: CallPass = (see) => {
    for (const call of log) {
      const costUsd = costOf(call);
      if (isFirstPass) look(call, costUsd);
      see(call, costUsd);
    }
    isFirstPass = false;
  };
  const order =
    scenario?.order === 'auto'
      ? bestOrder(choices, context, everyCall, replayOptions)
      : { choices, tried: 1 };
  const { standingUsd, ...replayed } = replay(order.choices, context, everyCall, replayOptions);
  pass.finish();
  const monthly = window.monthly(replayed.combined.beforeUsd, replayed.combined.afterUsd);

  const { findings, recoverable } = buildFindings(
    pass.findingInput(totals.costUsd, request.top),
    measuring && ((claim) => measuring.settled(pass.detections, claim)),
  );
  return {
    priceBook: { version: book.version, overrides: book.overrides },
    timezone: request.timezone,
    window: window.window(),
    filter: opened.filtered?.filter ?? null,
    totals: totals.totals(),
    ...grouping.groups(request.top, totals.costUsd),
    groupBy: request.groupBy ?? null,
    charges: charges?.charges() ?? null,
    findings,
    recoverable,
    ...replayed,
    monthly,
    scenario:
      scenario === undefined
        ? null
        : summaryOf(scenario, {
            order,
            monthly,
            standingUsd: window.monthlyUsd(standingUsd),
            priceChanges: prices.changes,
          }),
    warnings: [
      ...(opened.filtered?.warnings ?? []),
      ...(hasSweeps || choices.every(({ strategy }) => scenario?.sweeps?.[strategy.id] !== undefined)
        ? []
        : [NO_SWEEPS]),
      ...(scenario === undefined || hasRanges ? [] : [NO_RANGES]),
      ...(keptPrices > 0 ? [{ ...KEPT_PRICES, count: keptPrices }] : []),
      ...logWarnings(counts, log.notes),
      ...ratioWarnings(estimated),
      ...opened.semantic.warnings(),
      ...notes.warnings(),
    ],
    droppedIn: (file) => log.droppedIn(file),
    pass,
  };
}
