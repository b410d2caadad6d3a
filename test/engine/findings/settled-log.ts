import { Readable } from 'node:stream';
import type { AnyOptionValues } from '../../../src/contracts/option.ts';
import { CLAIM_KINDS } from '../../../src/engine/findings/claims.ts';
import { DetectorPass } from '../../../src/engine/findings/detector-pass.ts';
import { priceClaims } from '../../../src/engine/findings/findings.ts';
import type { ClaimSums } from '../../../src/engine/findings/overlap.ts';
import { readLogs } from '../../../src/engine/log/read-logs.ts';
import { openLog } from '../../../src/engine/opened-log.ts';
import { joinCounts } from '../../../src/ingest/read-counts.ts';
import type { Span } from '../../../src/model/prompt-zones.ts';

const NOW = Date.UTC(2026, 10, 20);

export interface SettledCall {
  readonly id: string;
  /** By CLAIM_KINDS: tokens the call has, and US dollars per 1M. */
  readonly has: readonly number[];
  readonly rates: readonly number[];
  readonly costUsd: number;
}

export interface LoggedClaim {
  readonly call: number;
  readonly review: boolean;
  /** By CLAIM_KINDS, as the detector claims them of this call. */
  readonly tokens: readonly number[];
  readonly saved: number;
  /** Where in the prompt they stand; empty when the detector does not say. */
  readonly spans: readonly Span[];
  readonly countedUsd: number;
}

export interface SettledLog {
  readonly calls: readonly SettledCall[];
  readonly totalUsd: number;
  readonly detectors: readonly {
    readonly id: string;
    readonly failure: string | undefined;
    readonly claims: readonly LoggedClaim[];
    readonly sums: ClaimSums;
  }[];
}

export interface LogChoice {
  readonly cwd: string;
  readonly paths: readonly string[];
  readonly detectors: readonly string[];
  readonly settings?: Readonly<Record<string, AnyOptionValues>>;
}

/** Reads files, runs the detectors over them and keeps every claim with what came of it. */
export function settleLog({ settings = {}, ...choice }: LogChoice): Promise<SettledLog> {
  const request = {
    ...choice,
    settings,
    read: { map: {}, epoch: NOW },
    keepText: false,
    prices: [],
    strategies: [],
    timezone: 'UTC',
    top: 10,
    workers: 0,
    maxRecordBytes: 1 << 20,
  };
  const hooks = { now: () => NOW, stdin: Readable.from([]), progress: () => {}, notice: () => {} };
  return readLogs(request, hooks, async ({ store, files, book }) => {
    const counts = files.map(({ state }) => joinCounts(state.settled, state.tail));
    const opened = openLog({ store, files, counts, book: await book(), timezone: 'UTC' });
    const pass = new DetectorPass(request, opened);
    const input = pass.findingInput(0, 10);
    const calls: SettledCall[] = [];
    for (const call of opened.log) {
      const costUsd = opened.costOf(call);
      pass.see(call, costUsd);
      const has = CLAIM_KINDS.map((kind) => call.usage[kind]);
      calls.push({ id: call.id, has, rates: [...input.ratesOf(call)], costUsd });
    }
    pass.finish();
    const claims: LoggedClaim[][] = pass.detections.map(() => []);
    const sums = priceClaims(input, ({ detector, claim, countedUsd }) => {
      const made = pass.detections[detector]!.claims;
      const call = made.callAt(claim);
      const tokens = CLAIM_KINDS.map(() => 0);
      made.tokensAt(claim, opened.log.at(call).usage, tokens);
      const { review } = made.groups[made.groupAt(claim)]!;
      const [saved, spans] = [made.savedAt(claim), made.spansAt(claim)];
      claims[detector]!.push({ call, review, tokens, saved, spans, countedUsd });
    });
    return {
      calls,
      totalUsd: calls.reduce((sum, { costUsd }) => sum + (Number.isNaN(costUsd) ? 0 : costUsd), 0),
      detectors: pass.detections.map(({ detector, failure }, d) => ({
        id: detector.id,
        failure,
        claims: claims[d]!,
        sums: sums[d]!,
      })),
    };
  });
}
