import { type ExchangeLine, type ExchangeMessage, lineOfExchange, promptSize } from '../exchange-line.ts';
import type { Truth } from '../log-line.ts';
import { paragraph, sentence } from '../prose.ts';
import type { Random } from '../random.ts';
import type { Plant, PlantContext, PlantedLine } from './plant.ts';

const WEEK_START = Date.UTC(2026, 10, 9);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What both models that are planted with cache, and the fewest tokens that count as sent again. */
const LEAST_CACHED = 1024;
const LEAST_CLAIMED = 200;

interface Desk {
  readonly feature: string;
  readonly api: ExchangeLine['api'];
  readonly model: string;
  readonly system: string;
  readonly turns: readonly [number, number];
  /** Between two turns. */
  readonly gapMs: readonly [number, number];
  /** Sentences of an answer. */
  readonly answer: readonly [number, number];
  /** Tokens in which the provider caches; 0 where the conversation is cached or cannot be. */
  readonly wastedIn: number;
  readonly isCached?: boolean;
}

const QUICK = [20_000, 4 * MINUTE_MS] as const;
/** Beyond any lifetime that could be asked for. */
const SLOW = [3 * HOUR_MS, 9 * HOUR_MS] as const;

const DESKS: readonly Desk[] = [
  {
    feature: 'travel-desk',
    api: 'anthropic',
    model: 'claude-sonnet-4-5',
    system: 'You plan journeys by train for a club of hikers. Ask when something is missing.',
    turns: [5, 9],
    gapMs: QUICK,
    answer: [14, 22],
    wastedIn: 1,
  },
  {
    feature: 'tutor-room',
    api: 'openai',
    model: 'gpt-4.1',
    system: 'You are a patient tutor of bookkeeping. Explain each step and end with a question.',
    turns: [5, 9],
    gapMs: QUICK,
    answer: [14, 22],
    wastedIn: 128,
  },
  {
    feature: 'insurance-chat',
    api: 'openai',
    model: 'gpt-4.1',
    system: 'You explain policies of a small insurer to its members.',
    turns: [4, 8],
    gapMs: QUICK,
    answer: [14, 22],
    wastedIn: 0,
    isCached: true,
  },
  {
    feature: 'pen-friend',
    api: 'anthropic',
    model: 'claude-sonnet-4-5',
    system: 'You write letters back and forth with people who learn a language.',
    turns: [3, 5],
    gapMs: SLOW,
    answer: [14, 22],
    wastedIn: 0,
  },
  {
    feature: 'door-bell',
    api: 'openai',
    model: 'gpt-4.1-mini',
    system: 'You answer visitors at the door of an office in one sentence.',
    turns: [2, 5],
    gapMs: QUICK,
    answer: [1, 2],
    wastedIn: 0,
  },
];

/** Conversations that nobody caches, beside cached, slow and short ones and prompts with examples in them. */
export const historyResentPlant: Plant = {
  detector: 'history-resent',
  lines(context) {
    const lines: PlantedLine[] = [];
    for (let number = 0; lines.length < context.size; number++) {
      const kind = number % (DESKS.length + 1);
      if (kind === DESKS.length) lines.push(...examples(number, context));
      else lines.push(...conversation(DESKS[kind]!, number, context));
    }
    return lines;
  },
};

function conversation(desk: Desk, number: number, { random, count }: PlantContext): PlantedLine[] {
  const { feature, api, model, system } = desk;
  const name = `talk-${String(number).padStart(4, '0')}`;
  const messages: ExchangeMessage[] = [];
  const user = `talker-${random.between(1, 60)}`;
  const turns = random.between(...desk.turns);
  const head = promptSize({ system, messages: [] }, count);
  let time = someTime(random);
  let sent = 0;
  return Array.from({ length: turns }, (_, turn) => {
    const id = `${name}-${turn + 1}`;
    messages.push({ role: 'user', content: paragraph(random, random.between(2, 5)) });
    const answer = paragraph(random, random.between(...desk.answer));
    const whole = promptSize({ system, messages }, count);
    const cacheRead = desk.isCached && sent >= LEAST_CACHED ? sent - (sent % 128) : 0;
    const line = lineOfExchange({
      id,
      time,
      api,
      model,
      system,
      feature,
      user,
      session: name,
      messages: [...messages],
      answer: { content: answer },
      usage: { input: whole - cacheRead, cacheRead, output: count(answer) },
      latencyMs: 300 + count(answer) * 11,
      request: { stream: true },
    });
    const truth = desk.wastedIn === 0 ? [] : truthOf(sent - (sent % desk.wastedIn), sent, head);
    const planted = { id, time, line, truth };
    messages.push({ role: 'assistant', content: answer });
    sent = whole;
    time += random.between(...desk.gapMs);
    return planted;
  });
}

/**
 * Whoever looks at prefixes as a whole finds these too, with what stands before the conversation. Conversations of another desk
 * on gpt-4.1 are read from the cache, so that the log tells of caching there.
 */
function truthOf(cacheable: number, sent: number, head: number): readonly Truth[] {
  const tokens = cacheable - head;
  if (sent < LEAST_CACHED || tokens < LEAST_CLAIMED) return [];
  return [
    { detector: 'history-resent', tokens },
    { detector: 'prompt-cache-misses', tokens: cacheable },
  ];
}

/** Answers that no call of the log ever got, given as examples: they look like a conversation and are none. */
function examples(number: number, { random, count }: PlantContext): PlantedLine[] {
  return Array.from({ length: 3 }, (_, i) => {
    const id = `talk-${String(number).padStart(4, '0')}-${i + 1}`;
    const time = someTime(random);
    const messages: ExchangeMessage[] = [
      ...EXAMPLES,
      { role: 'user', content: `${sentence(random)} ${sentence(random)} ${sentence(random)}` },
    ];
    const prompt = { system: 'You rewrite notes of the night shift as one polite sentence.', messages };
    const answer = sentence(random);
    const line = lineOfExchange({
      ...prompt,
      id,
      time,
      api: 'anthropic',
      model: 'claude-haiku-4-5',
      feature: 'shift-notes',
      user: `nurse-${random.between(1, 12)}`,
      answer: { content: answer },
      usage: { input: promptSize(prompt, count), output: count(answer) },
      latencyMs: 400 + count(answer) * 9,
    });
    return { id, time, line, truth: [] };
  });
}

const EXAMPLES: readonly ExchangeMessage[] = [
  ['bed 4 rang twice, wants the window shut', 'The patient in bed 4 would like the window to be closed.'],
  ['key for the cupboard gone again', 'The key of the cupboard is missing and needs to be replaced.'],
  ['dr k late, round starts 7', 'As the physician is delayed, the round will begin at seven.'],
].flatMap(([note, sentence]): ExchangeMessage[] => [
  { role: 'user', content: `Note: ${note!}` },
  { role: 'assistant', content: sentence! },
]);

function someTime(random: Random): number {
  return WEEK_START + random.between(0, 5) * 24 * HOUR_MS + random.between(7 * HOUR_MS, 19 * HOUR_MS);
}
