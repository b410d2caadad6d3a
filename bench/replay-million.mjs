// One strategy over a million calls with real prices, in this process: the replay alone, without reading a log.
import { familiesOf, modelFacts } from '../dist/engine/facts/model-facts.js';
import { PromptTable } from '../dist/engine/facts/prompt-table.js';
import { TokenRatios } from '../dist/engine/facts/token-ratios.js';
import { optionsOf } from '../dist/engine/options-of.js';
import { replay } from '../dist/engine/replay/replay.js';
import { calendarIn } from '../dist/engine/totals/calendar.js';
import { loadPriceBook } from '../dist/pricing/price-book.js';
import { strategies } from '../dist/strategies/index.js';

const CALLS = 1_000_000;
const PROMPTS = 200_000;

/** A system prompt shared by all, and a distinct question each. */
function prompts() {
  const parents = new Int32Array(PROMPTS + 1).fill(0);
  parents[0] = -1;
  const segments = Uint32Array.from({ length: PROMPTS + 1 }, (_, i) => i);
  const none = new Uint32Array(0);
  const facts = (segment) => ({
    kind: segment === 0 ? 'system' : 'message',
    role: segment === 0 ? 'system' : 'user',
    bytes: 800,
    tokens: segment === 0 ? 1500 : 200 + (segment % 50),
    minifiedTokens: segment === 0 ? 1450 : 195 + (segment % 50),
    normalizedKey: segment + 1,
    identifiersKey: 1,
    contentKey: segment + 1,
    words: 120,
    bands: none,
    shingles: none,
    shingleCount: 0,
    chunks: none,
    traits: new Uint8Array(0),
    outline: none,
    names: [],
    asksJson: false,
    bagKey: segment + 1,
    preview: segment % 3 === 0 ? 'Please classify this message' : 'Explain what happened to the order',
  });
  return new PromptTable({ parents, segments, facts, key: (node) => node.toString(16).padStart(32, '0') });
}

const MODELS = ['gpt-4.1', 'gpt-4o', 'gpt-5'];

function* calls() {
  const start = Date.UTC(2026, 8, 1);
  const call = {
    provider: '',
    endpoint: 'chat',
    status: 200,
    failed: false,
    error: '',
    finishReason: 'stop',
    latencyMs: 900,
    timeToFirstTokenMs: Number.NaN,
    usageBasis: 'logged',
    loggedCostUsd: Number.NaN,
    tier: 'standard',
    maxOutputTokens: 0,
    temperature: 0,
    stream: false,
    params: 1,
    user: '',
    feature: '',
    session: '',
    trace: '',
    attempt: 0,
    tags: '',
    response: 1,
    cacheHit: false,
    toolsCalled: '',
    asksJson: false,
    answerLength: 480,
    answerJsonLength: 0,
    cacheTtl: '',
  };
  for (let index = 0; index < CALLS; index++) {
    const prompt = 1 + ((index * 7919) % PROMPTS);
    call.index = index;
    call.time = start + index * 80;
    call.model = call.requestedModel = MODELS[index % 3];
    call.prompt = prompt;
    call.usage = {
      input: 1703 + (prompt % 50),
      cacheRead: 0,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      output: 120,
      reasoning: 0,
    };
    yield call;
  }
}

/** Seconds a strategy adds to a pass over the calls, without sweeps, as logs of this size are replayed. */
export async function replayMillion() {
  const book = loadPriceBook();
  const context = {
    prompts: prompts(),
    models: modelFacts(book, new TokenRatios(familiesOf(book), [])),
    templates: { of: () => 0, id: () => 'rules', label: () => 'rules' },
    calendar: calendarIn('UTC'),
    similarity: () => ({ find: () => undefined, add: () => {} }),
    semantic: () => undefined,
    calls,
  };
  const timed = (name, chosen) => {
    const choices = chosen.map((strategy) => ({
      strategy,
      options: optionsOf(strategy, {}),
      sweeps: [],
    }));
    const from = performance.now();
    const results = replay(choices, context, (see) => {
      for (const call of calls()) see(call, book.cost(call));
    }).strategies;
    for (const { strategy, status, reason } of results)
      if (status === 'failed') throw new Error(`${strategy}: ${reason}`);
    return { strategy: name, seconds: (performance.now() - from) / 1000 };
  };
  return [...strategies.map((strategy) => timed(strategy.id, [strategy])), timed('all', strategies)];
}
