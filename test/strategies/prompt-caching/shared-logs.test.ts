import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { AnyOptionValues } from '../../../src/contracts/option.ts';
import type { StrategyResult } from '../../../src/model/report.ts';
import { runAudit } from '../../support/run-audit.ts';
import { SHARED, sharedFile } from '../../support/shared-folder.ts';
import { metric } from './caching-log.ts';

const TRACE = 'data/mooncake-synthetic.jsonl';
const LOGS = ['data/agent-sessions.jsonl.gz', 'data/chat-single-turn.jsonl.gz'];

async function promptCacheOf(path: string, options: AnyOptionValues): Promise<StrategyResult> {
  const report = await runAudit(SHARED, [path], {
    strategies: ['prompt-cache'],
    detectors: [],
    settings: { 'prompt-cache': options },
    maxRecordBytes: 1 << 26,
  });
  return report.strategies[0]!;
}

test.skipIf(sharedFile(TRACE) === undefined)(
  'a published trace of block hashes: 63.96% of blocks hit without limits (skipped without the shared folder)',
  async () => {
    const result = await promptCacheOf(TRACE, { ttl: 'unlimited' });
    expect((100 * Number(metric(result, 'prefixSegments'))).toFixed(2)).toBe('63.96');
  },
);

interface Logged {
  readonly timestamp: string;
  readonly latency_ms?: number;
  readonly request: { readonly model: string; readonly messages: readonly unknown[] };
}

/** How many first messages an earlier request of the same model had sent: texts are compared, every pair of requests. */
function slowSharedMessages(log: readonly Logged[], lifetimeMs: number): number {
  const prompts = log.map(({ request }) => request.messages.map((message) => JSON.stringify(message)));
  const times = log.map(({ timestamp }) => Date.parse(timestamp));
  let shared = 0;
  for (const [i, prompt] of prompts.entries()) {
    let best = 0;
    for (let count = prompt.length; count > 0 && best === 0; count--) {
      let next = times[i]!;
      for (let j = i - 1; j >= 0 && next - times[j]! < lifetimeMs; j--) {
        if (log[j]!.request.model !== log[i]!.request.model) continue;
        if (!prompt.slice(0, count).every((message, k) => message === prompts[j]![k])) continue;
        if (times[j]! + (log[j]!.latency_ms ?? 0) <= times[i]!) best = count;
        next = times[j]!;
      }
    }
    shared += best;
  }
  return shared;
}

test.each(LOGS)(
  '%s: shared messages equal a slow reference (skipped without the shared folder)',
  async (path) => {
    const file = sharedFile(path);
    if (file === undefined) return;
    const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
    const log = lines
      .map((line) => JSON.parse(line) as Logged)
      .sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
    const messages = log.reduce((sum, { request }) => sum + request.messages.length, 0);
    for (const [ttl, lifetimeMs] of [
      ['unlimited', Number.POSITIVE_INFINITY],
      ['provider', 300_000],
    ] as const) {
      const result = await promptCacheOf(path, { ttl });
      expect(metric(result, 'prefixSegments')).toBeCloseTo(slowSharedMessages(log, lifetimeMs) / messages, 9);
    }
  },
);
