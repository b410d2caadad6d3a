import type { Call } from '../../src/model/call.ts';
import { NO_TOKENS, type TokenCounts } from '../../src/model/usage.ts';

type CallParts = Partial<Omit<Call, 'usage'>> & { readonly usage?: Partial<TokenCounts> };

/** A successful, logged call on gpt-4.1 with 1,000 input and 100 output tokens, changed as the test says. */
export function makeCall(parts: CallParts = {}): Call {
  const model = parts.model ?? 'gpt-4.1';
  return {
    index: 0,
    time: Date.UTC(2026, 8, 1),
    requestedModel: model,
    provider: 'openai',
    endpoint: 'chat',
    status: 200,
    failed: false,
    error: '',
    finishReason: 'stop',
    latencyMs: 1000,
    timeToFirstTokenMs: Number.NaN,
    usageBasis: 'logged',
    loggedCostUsd: Number.NaN,
    tier: 'standard',
    maxOutputTokens: 0,
    temperature: Number.NaN,
    stream: false,
    params: 1,
    user: '',
    feature: '',
    session: '',
    trace: '',
    attempt: 0,
    tags: '',
    prompt: -1,
    response: 0,
    cacheHit: false,
    toolsCalled: '',
    asksJson: false,
    answerLength: Number.NaN,
    answerJsonLength: Number.NaN,
    cacheTtl: '',
    ...parts,
    model,
    usage: { ...NO_TOKENS, input: 1000, output: 100, ...parts.usage },
  };
}

/** Numbers the calls in the order given, one second apart unless they carry a time. */
export function inOrder(parts: readonly CallParts[]): Call[] {
  const start = Date.UTC(2026, 8, 1);
  return parts.map((part, index) => makeCall({ time: start + index * 1000, ...part, index }));
}
