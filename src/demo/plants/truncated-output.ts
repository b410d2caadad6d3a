import { type ExchangeLine, type ExchangeMessage, lineOfExchange, promptSize } from '../exchange-line.ts';
import type { Truth } from '../log-line.ts';
import { paragraph, sentence } from '../prose.ts';
import type { Random } from '../random.ts';
import type { Plant, PlantContext, PlantedLine } from './plant.ts';

const WEEK_START = Date.UTC(2026, 10, 9);
const HOUR_MS = 3_600_000;

/** Limits that are too low, by the feature that has one. */
const DESKS = [
  { feature: 'report-letters', api: 'openai', model: 'gpt-5-mini', limit: 120, cut: 'length' },
  { feature: 'tender-texts', api: 'anthropic', model: 'claude-haiku-4-5', limit: 150, cut: 'max_tokens' },
] as const;
const ENOUGH = 2000;
const SYSTEM =
  'You write letters for an association of beekeepers. Be exact, be friendly, and leave nothing out.';
const ENDED = { openai: 'stop', anthropic: 'end_turn' } as const;

type Draft = Omit<ExchangeLine, 'id' | 'usage'> & {
  readonly output: number;
  readonly truth: readonly string[];
};

/** One occasion: the lines of one user about one letter. */
type Story = (desk: (typeof DESKS)[number], random: Random, count: (text: string) => number) => Draft[];

/** Answers cut at a limit and asked again, beside answers that are cut on purpose, used as they are, or continued by nobody. */
export const truncatedOutputPlant: Plant = {
  detector: 'truncated-output',
  lines(context) {
    const lines: PlantedLine[] = [];
    for (let story = 0; lines.length < context.size; story++) {
      lines.push(...tell(STORIES[story % STORIES.length]!, story, context));
    }
    return lines;
  },
};

function tell(story: Story, number: number, { random, count }: PlantContext): PlantedLine[] {
  const desk = random.pick(DESKS);
  const name = `cut-${String(number).padStart(4, '0')}`;
  return story(desk, random, count).map(({ output, truth, ...draft }, i) => {
    const id = `${name}-${i + 1}`;
    const input = promptSize(draft, count);
    const line = lineOfExchange({ ...draft, id, session: draft.session ?? name, usage: { input, output } });
    const tokens = (detector: string): number =>
      detector === 'truncated-output:continued' ? input : input + output;
    const parts = truth.map(
      (detector): Truth => ({
        detector: detector.split(':')[0]!,
        tokens: tokens(detector),
      }),
    );
    return { id, time: draft.time, line, truth: parts };
  });
}

function begin(desk: (typeof DESKS)[number], random: Random) {
  const { api, model, feature } = desk;
  const time = WEEK_START + random.between(0, 6) * 24 * HOUR_MS + random.between(7 * HOUR_MS, 20 * HOUR_MS);
  const asked: ExchangeMessage = {
    role: 'user',
    content: `Write to the member about this: ${sentence(random)} ${sentence(random)} ${sentence(random)}`,
  };
  const user = `keeper-${random.between(1, 30)}`;
  return { api, model, feature, time, user, system: SYSTEM, messages: [asked] };
}

const cutAt = (limit: number, finish: string, random: Random) => ({
  maxTokens: limit,
  output: limit,
  finish,
  latencyMs: limit * 12,
  answer: { content: paragraph(random, 10).slice(0, limit * 4) },
});

function whole(
  desk: (typeof DESKS)[number],
  random: Random,
  count: (text: string) => number,
  maxTokens = ENOUGH,
) {
  const content = paragraph(random, random.between(9, 12));
  const output = count(content);
  return { maxTokens, output, finish: ENDED[desk.api], latencyMs: output * 12, answer: { content } };
}

const again: Story = (desk, random, count) => {
  const first = begin(desk, random);
  const time = first.time + random.between(10_000, 600_000);
  return [
    { ...first, ...cutAt(desk.limit, desk.cut, random), truth: ['truncated-output'] },
    { ...first, time, ...whole(desk, random, count), truth: [] },
  ];
};

const raisedTwice: Story = (desk, random, count) => {
  const first = begin(desk, random);
  return [
    { ...first, ...cutAt(desk.limit, desk.cut, random), truth: ['truncated-output'] },
    {
      ...first,
      time: first.time + 30_000,
      ...cutAt(desk.limit + 40, desk.cut, random),
      truth: ['truncated-output'],
    },
    { ...first, time: first.time + 70_000, ...whole(desk, random, count), truth: [] },
  ];
};

/** The button was pressed once more before somebody changed the limit. */
const unchanged: Story = (desk, random, count) => {
  const first = begin(desk, random);
  return [
    { ...first, ...cutAt(desk.limit, desk.cut, random), truth: ['truncated-output'] },
    {
      ...first,
      time: first.time + 30_000,
      ...cutAt(desk.limit, desk.cut, random),
      truth: ['truncated-output', 'duplicates'],
    },
    { ...first, time: first.time + 70_000, ...whole(desk, random, count), truth: [] },
  ];
};

const continued: Story = (desk, random, count) => {
  const first = begin(desk, random);
  const cut = cutAt(desk.limit, desk.cut, random);
  const goOn = random.pick([
    'Please continue.',
    'Go on where you left off.',
    'Your answer was cut off, finish it.',
  ]);
  const messages: ExchangeMessage[] = [
    ...first.messages,
    { role: 'assistant', content: cut.answer.content },
    { role: 'user', content: goOn },
  ];
  const rest = whole(desk, random, count);
  return [
    { ...first, ...cut, truth: [] },
    { ...first, messages, time: first.time + 45_000, ...rest, truth: ['truncated-output:continued'] },
  ];
};

/** Long enough for the member, who asks about something else. */
const usedAsItIs: Story = (desk, random, count) => {
  const first = begin(desk, random);
  const cut = cutAt(desk.limit, desk.cut, random);
  const messages: ExchangeMessage[] = [
    ...first.messages,
    { role: 'assistant', content: cut.answer.content },
    { role: 'user', content: `Thank you. Now about this: ${sentence(random)} ${sentence(random)}` },
  ];
  return [
    { ...first, ...cut, truth: [] },
    { ...first, messages, time: first.time + 90_000, ...whole(desk, random, count), truth: [] },
  ];
};

const neverAgain: Story = (desk, random) => [
  { ...begin(desk, random), ...cutAt(desk.limit, desk.cut, random), truth: [] },
];

/** A first look at the most likely label, by its probability, before the letter is written. */
const tinyOnPurpose: Story = (desk, random, count) => {
  const first = { ...begin(desk, random), feature: 'letter-routing' };
  return [
    { ...first, ...cutAt(1, desk.cut, random), truth: [] },
    { ...first, time: first.time + 20_000, ...whole(desk, random, count), truth: [] },
  ];
};

/** The same letter for two members: the second did not see the first one's answer. */
const somebodyElse: Story = (desk, random, count) => {
  const first = { ...begin(desk, random), user: 'keeper-31' };
  const other = { ...first, user: 'keeper-32', session: `other-${random.between(1, 1e9)}` };
  return [
    { ...first, ...cutAt(desk.limit, desk.cut, random), truth: [] },
    { ...other, time: first.time + 40_000, ...whole(desk, random, count), truth: [] },
  ];
};

const plain: Story = (desk, random, count) => [
  { ...begin(desk, random), ...whole(desk, random, count), truth: [] },
];

const STORIES: readonly Story[] = [
  again,
  plain,
  continued,
  usedAsItIs,
  plain,
  raisedTwice,
  neverAgain,
  plain,
  unchanged,
  tinyOnPurpose,
  somebodyElse,
  plain,
];
