import { type ExchangeLine, lineOfExchange, promptSize } from '../exchange-line.ts';
import { paragraph, sentence } from '../prose.ts';
import type { Random } from '../random.ts';
import { occasions } from '../schedule.ts';
import type { Plant, PlantContext, PlantedLine } from './plant.ts';

/** One use of a model: what is asked, and what a call of it answers. */
interface Use {
  readonly feature: string;
  /** Share of the plant's lines. */
  readonly share: number;
  readonly api: ExchangeLine['api'];
  readonly model: string;
  readonly system: string;
  readonly isWaste: boolean;
  question(random: Random): string;
  answer(random: Random): string;
}

const TEAMS = ['payments', 'delivery', 'returns', 'press', 'jobs'] as const;
const CITIES = ['Lisbon', 'Osaka', 'Tampere', 'Quito', 'Leipzig', 'Galway', 'Accra', 'Perth'] as const;

const ROUTING = `Decide which team reads a letter to the shop. Answer with one word of this list: ${TEAMS.join(', ')}.`;
const FIELDS =
  'Read the waybill and return only JSON with the keys number, city, weightKg and express. Use null for what the waybill does not say.';
const DIGEST =
  'Summarise the meeting for those who were not there: decisions first, then open points, each in a full sentence.';
const ADVICE = 'You advise shopkeepers. Answer in plain words and give a reason for every piece of advice.';

const letter = (random: Random): string => `Letter:\n${paragraph(random, random.between(3, 5))}`;

const USES: readonly Use[] = [
  {
    feature: 'letter-routing',
    share: 0.22,
    api: 'openai',
    model: 'gpt-4.1',
    system: ROUTING,
    isWaste: true,
    question: letter,
    answer: (random) => random.pick(TEAMS),
  },
  {
    feature: 'waybill-fields',
    share: 0.22,
    api: 'anthropic',
    model: 'claude-opus-5-5',
    system: FIELDS,
    isWaste: true,
    question: (random) =>
      `Waybill ${random.between(10_000, 99_999)}, to ${random.pick(CITIES)}, ${random.between(2, 40)} kg. ${paragraph(random, 5)}`,
    answer: (random) =>
      JSON.stringify({
        number: random.between(10_000, 99_999),
        city: random.pick(CITIES),
        weightKg: random.between(2, 40),
        express: random.next() < 0.3,
      }),
  },
  {
    feature: 'review-routing',
    share: 0.18,
    api: 'openai',
    model: 'gpt-4.1-mini',
    system: `${ROUTING} The text is a review from the shop's website.`,
    isWaste: false,
    question: letter,
    answer: (random) => random.pick(TEAMS),
  },
  {
    feature: 'meeting-digest',
    share: 0.2,
    api: 'openai',
    model: 'gpt-4.1',
    system: DIGEST,
    isWaste: false,
    question: (random) => `Minutes:\n${paragraph(random, random.between(8, 14))}`,
    answer: (random) => paragraph(random, random.between(3, 5)),
  },
  {
    feature: 'shop-advice',
    share: 0.18,
    api: 'anthropic',
    model: 'claude-sonnet-5-5',
    system: ADVICE,
    isWaste: false,
    question: (random) => `${sentence(random)} ${sentence(random)} What would you do?`,
    // Every third answer is short; the others are what the model is there for.
    answer: (random) =>
      random.next() < 0.33 ? `No, leave it. ${sentence(random)}` : paragraph(random, random.between(3, 6)),
  },
];

/** Simple tasks on large models, beside the same task on a small one and harder tasks on the same large ones. */
export const overpoweredModelPlant: Plant = {
  detector: 'overpowered-model',
  lines: (context) => USES.flatMap((use) => linesOf(use, context)),
};

function linesOf(use: Use, { random, size, count }: PlantContext): PlantedLine[] {
  return occasions(random, Math.max(12, Math.round(use.share * size))).map((time, i) => {
    const id = `${use.feature}-${String(i).padStart(4, '0')}`;
    const { api, model, system, feature } = use;
    const messages = [{ role: 'user' as const, content: use.question(random) }];
    const answer = use.answer(random);
    const usage = { input: promptSize({ system, messages }, count), output: count(answer) };
    const line = lineOfExchange({
      api,
      id,
      time,
      model,
      system,
      messages,
      answer: { content: answer },
      usage,
      user: `user-${random.between(1, 30)}`,
      feature,
      latencyMs: random.between(400, 2500),
    });
    const truth = use.isWaste ? [{ detector: 'overpowered-model', tokens: usage.input + usage.output }] : [];
    return { id, time, line, truth };
  });
}
