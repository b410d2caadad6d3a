import type { CallTable } from '../../src/contracts/explorer.ts';
import type { Evidence, EvidenceCall, EvidenceSegment } from '../../src/model/evidence.ts';
import { NO_TOKENS } from '../../src/model/usage.ts';

const START = Date.UTC(2026, 8, 1, 14, 5, 9);
const MINUTE_MS = 60_000;

/** Calls a minute apart; the first is needed by the finding, the second has no price, the third no time. */
export function madeUpCalls(what: string, size: number, name = 'gpt-4.1'): CallTable {
  const rows = Array.from({ length: size }, (_, row) => row);
  return {
    what,
    size,
    index: Uint32Array.from(rows, (row) => row + 100),
    time: Float64Array.from(rows, (row) => (row === 2 ? Number.NaN : START + row * MINUTE_MS)),
    model: Uint16Array.from(rows, (row) => row % 2),
    models: [name, 'gpt-4.1-mini'],
    user: Uint32Array.from(rows, (row) => row % 3),
    users: ['ann', 'bob', name],
    feature: Uint32Array.from(rows, () => 0),
    features: ['search'],
    status: Uint16Array.from(rows, (row) => (row % 10 === 9 ? 429 : 200)),
    tokensIn: Float64Array.from(rows, (row) => 1000 + row),
    tokensOut: Float64Array.from(rows, (row) => 100 + (row % 7)),
    costUsd: Float64Array.from(rows, (row) => (row === 1 ? Number.NaN : 0.01 + row / 10_000)),
    wastedUsd: Float64Array.from(rows, (row) => (row === 0 ? 0 : 0.008)),
    isKept: Uint8Array.from(rows, (row) => (row === 0 ? 1 : 0)),
  };
}

/** One call with a prompt of system, tools, question, tool result and `turns` further turns. */
export function madeUpEvidence(index: number, text = 'How do I reset my password?', turns = 0): Evidence {
  const segments = [
    segment('system', 'system', 600, 'You are a support agent for Acme. Answer in two sentences.'),
    segment('tool', 'tool', 240, '{"name":"search_orders"}', ['search_orders']),
    segment('message', 'user', 120, text),
    segment('message', 'assistant', 40, 'Let me look that up.'),
    segment('message', 'tool', 200, '{"orders":[]}'),
    ...Array.from({ length: turns }, (_, i) =>
      segment('message', i % 2 === 0 ? 'user' : 'assistant', 10, `turn ${i}: ${text}`),
    ),
  ].map((part, i) => ({ ...part, number: i + 1 }));
  const input = segments.reduce((sum, { tokens }) => sum + tokens, 0);
  return {
    schemaVersion: 1,
    tool: { name: 'llm-cost', version: '0.0.0' },
    generatedAt: '2026-09-05T00:00:00.000Z',
    priceBook: { version: '2026-09', overrides: [] },
    timezone: 'UTC',
    filter: null,
    paths: ['logs.jsonl'],
    subject: {
      kind: 'call',
      template: 'prompt:1f00aa01',
      templateLabel: 'You are a support agent for Acme',
      claims: [
        {
          ...{ detector: 'duplicates', title: 'Identical requests', handle: '08d20b19', label: text },
          ...{ review: false, role: 'avoidable' },
          wasted: {
            tokens: { ...NO_TOKENS, input: 1200, output: 45 },
            saved: 1,
            usd: 0.0028,
            countedUsd: 0.0028,
          },
        },
      ],
      segments,
      segmentsTotal: segments.length,
      unlisted: [],
    },
    totals: {
      ...{ calls: 1, failedCalls: 0, estimatedCalls: 0, unpricedCalls: 0, unpricedTokens: 0 },
      ...{ tokens: { ...NO_TOKENS, input, output: 45 }, costUsd: 0.0028, loggedCostUsd: null },
    },
    calls: [callOf(index, input)],
    callsTotal: 1,
  };
}

function segment(
  kind: EvidenceSegment['kind'],
  role: string,
  tokens: number,
  preview: string,
  names: readonly string[] = [],
): EvidenceSegment {
  return { number: 0, kind, role, tokens, costUsd: tokens * 2e-6, names, preview };
}

function callOf(index: number, input: number): EvidenceCall {
  return {
    ...{ role: 'member', id: `req_${index}`, file: 'logs.jsonl', line: index + 1 },
    time: '2026-09-01T14:05:09.000Z',
    ...{ model: 'gpt-4.1-2025-04-14', requestedModel: 'gpt-4.1', provider: 'openai', tier: 'standard' },
    ...{ endpoint: 'chat', status: 200, failed: false, error: '', finishReason: 'stop' },
    ...{ latencyMs: 1250, timeToFirstTokenMs: null, stream: false, cacheHit: false, maxOutputTokens: 500 },
    ...{ temperature: 0.2, attempt: 1, user: 'ann', feature: 'search', session: 's-1', trace: '', tags: '' },
    ...{ toolsCalled: [], tokens: { ...NO_TOKENS, input, output: 45 }, usageBasis: 'logged' },
    ...{ costUsd: 0.0028, loggedCostUsd: null, wasted: null, difference: null },
  };
}
