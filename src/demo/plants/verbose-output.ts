import { type ExchangeLine, lineOfExchange, promptSize } from '../exchange-line.ts';
import { paragraph, sentence } from '../prose.ts';
import type { Random } from '../random.ts';
import { occasions } from '../schedule.ts';
import type { Plant, PlantContext, PlantedLine } from './plant.ts';

/** A call before it is written down. `avoidable` are output tokens, 0 where nothing was wasted. */
interface Draft {
  readonly question: string;
  readonly answer: string;
  readonly reasoning: number;
  readonly avoidable: number;
}

interface Use {
  readonly feature: string;
  /** Share of the plant's lines. */
  readonly share: number;
  readonly api: ExchangeLine['api'];
  readonly model: string;
  readonly system: string;
  drafts(calls: number, context: PlantContext): readonly Draft[];
}

/** What the detector lets a simple task think. */
const KEPT_REASONING = 128;
const LONG_SHARE = 0.1;
const PROSE_SHARE = 0.4;
const LEVELS = ['low', 'normal', 'high', 'urgent'] as const;

const USES: readonly Use[] = [
  {
    feature: 'alt-texts',
    share: 0.35,
    api: 'openai',
    model: 'gpt-4.1-mini',
    system: 'Describe the picture whose notes are given for people who cannot see it.',
    drafts: describePictures,
  },
  {
    feature: 'booking-fields',
    share: 0.25,
    api: 'anthropic',
    model: 'claude-haiku-4-5',
    system:
      'Return only JSON with the keys guest, nights and note. The message is from a guest of the hotel.',
    drafts: (calls, context) => Array.from({ length: calls }, (_, i) => booking(i, context)),
  },
  {
    feature: 'alarm-levels',
    share: 0.2,
    api: 'openai',
    model: 'gpt-5-mini',
    system: `Say how urgent the alarm is, in one word: ${LEVELS.join(', ')}.`,
    drafts: (calls, { random }) => Array.from({ length: calls }, () => alarm(random)),
  },
  {
    feature: 'travel-chat',
    share: 0.2,
    api: 'openai',
    model: 'gpt-5-mini',
    system:
      'You plan journeys together with the traveller. Be as brief or as detailed as the question asks for.',
    drafts: (calls, { random }) => Array.from({ length: calls }, () => journey(random)),
  },
];

/** Answers far longer than their like, prose around JSON and long thought over labels, beside chats of any length. */
export const verboseOutputPlant: Plant = {
  detector: 'verbose-output',
  lines: (context) => USES.flatMap((use) => linesOf(use, context)),
};

/** Two or three sentences; now and then the model does not stop. */
function describePictures(calls: number, { random, count }: PlantContext): readonly Draft[] {
  const long = random.shuffle(Array.from({ length: calls }, (_, i) => i < Math.max(2, LONG_SHARE * calls)));
  const answers = long.map((isLong) =>
    paragraph(random, isLong ? random.between(18, 30) : random.between(2, 3)),
  );
  const usual = answers.filter((_, i) => !long[i]).map(count);
  const p95 = usual.sort((a, b) => a - b)[Math.ceil(0.95 * usual.length) - 1]!;
  return answers.map((answer, i) => ({
    question: `Notes on picture ${random.between(1000, 9999)}: ${paragraph(random, 3)}`,
    answer,
    reasoning: 0,
    avoidable: long[i] ? count(answer) - p95 : 0,
  }));
}

/** JSON, some of it in a code fence, which is little, and some between sentences, which are not. */
function booking(number: number, { random, count }: PlantContext): Draft {
  const json = JSON.stringify({
    guest: random.between(100, 999),
    nights: random.between(1, 14),
    note: sentence(random),
  });
  const fenced = `\`\`\`json\n${json}\n\`\`\``;
  const question = `${paragraph(random, 3)} We stay ${random.between(1, 14)} nights.`;
  if (number > 1 && random.next() >= PROSE_SHARE)
    return { question, answer: random.next() < 0.5 ? json : fenced, reasoning: 0, avoidable: 0 };
  const answer = `Sure! Here is what I found in the message. ${sentence(random)}\n\n${fenced}\n\n${sentence(random)} Let me know if you need anything else.`;
  const around = answer.length - json.length - (fenced.length - json.length);
  return { question, answer, reasoning: 0, avoidable: Math.floor((count(answer) * around) / answer.length) };
}

function alarm(random: Random): Draft {
  const reasoning = 64 * random.between(5, 14);
  return {
    question: `Alarm ${random.between(1000, 9999)}: ${paragraph(random, 2)}`,
    answer: random.pick(LEVELS),
    reasoning,
    avoidable: reasoning - KEPT_REASONING,
  };
}

/** As long as the question deserves: from one sentence to twenty. */
function journey(random: Random): Draft {
  return {
    question: `${sentence(random)} ${sentence(random)} How should we travel?`,
    answer: paragraph(random, Math.max(1, Math.round(20 ** random.next()))),
    reasoning: 64 * random.between(3, 12),
    avoidable: 0,
  };
}

function linesOf(use: Use, context: PlantContext): PlantedLine[] {
  const { random, size, count } = context;
  const calls = Math.max(12, Math.round(use.share * size));
  const times = occasions(random, calls);
  return use.drafts(calls, context).map(({ question, answer, reasoning, avoidable }, i) => {
    const { api, model, system, feature } = use;
    const id = `${feature}-${String(i).padStart(4, '0')}`;
    const messages = [{ role: 'user' as const, content: question }];
    const output = count(answer) + reasoning;
    const usage = { input: promptSize({ system, messages }, count), output, reasoning };
    const line = lineOfExchange({
      api,
      id,
      time: times[i]!,
      model,
      system,
      messages,
      answer: { content: answer },
      usage,
      user: `user-${random.between(1, 30)}`,
      feature,
      latencyMs: 300 + output * random.between(8, 14),
    });
    const truth = avoidable > 0 ? [{ detector: 'verbose-output', tokens: avoidable }] : [];
    return { id, time: times[i]!, line, truth };
  });
}
