import { type ExchangeLine, lineOfExchange, promptSize } from '../exchange-line.ts';
import { paragraph, sentence } from '../prose.ts';
import type { Plant, PlantContext, PlantedLine } from './plant.ts';

const WEEK_START = Date.UTC(2026, 10, 9);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Fewer calls than this are hardly a burst. */
const LEAST_CALLS = 24;
const MOST_CALLS = 90;

type Shape = Pick<ExchangeLine, 'api' | 'model' | 'system'> &
  Partial<Pick<ExchangeLine, 'feature' | 'user' | 'session' | 'request'>>;

/** A program's calls: how long it pauses between them, and when it begins. */
interface Job {
  readonly name: string;
  readonly shape: Shape;
  readonly pauseMs: number;
  readonly hour: number;
  readonly isWaste: boolean;
}

const CATALOGUE = 'Write the text of the catalogue for this plant of our nursery: two paragraphs, no prices.';
const JOBS: readonly Job[] = [
  {
    name: 'night',
    shape: { api: 'openai', model: 'gpt-5-mini', system: CATALOGUE, feature: 'nightly-catalogue' },
    pauseMs: 4000,
    hour: 2,
    isWaste: true,
  },
  {
    name: 'import',
    shape: {
      api: 'anthropic',
      model: 'claude-haiku-4-5',
      system: 'Turn the notes of the gardener into a description of the plot for the yearbook.',
    },
    pauseMs: 300,
    hour: 15,
    isWaste: true,
  },
  {
    name: 'paid-less',
    shape: {
      api: 'openai',
      model: 'gpt-5-mini',
      system: CATALOGUE,
      feature: 'nightly-catalogue',
      request: { service_tier: 'batch' },
    },
    pauseMs: 4000,
    hour: 4,
    isWaste: false,
  },
  {
    name: 'evals',
    shape: {
      api: 'openai',
      model: 'gpt-4.1-mini',
      system: 'Compare both texts about a plant, say which is better for a beginner, and why.',
      feature: 'text-evals',
      user: 'svc-quality',
    },
    pauseMs: 900,
    hour: 11,
    isWaste: true,
  },
  {
    name: 'live',
    shape: {
      api: 'openai',
      model: 'gpt-4.1-mini',
      system: 'Say what the gardener sees on the screen in one paragraph, while it is read aloud.',
      feature: 'screen-reader',
      request: { stream: true },
    },
    pauseMs: 500,
    hour: 3,
    isWaste: false,
  },
];

/** Work that nobody waits for at the standard rate, beside the same work at the batch rate, streams, and people at busy hours. */
export const batchablePlant: Plant = {
  detector: 'batchable',
  lines(context) {
    const { random, size } = context;
    const lines: PlantedLine[] = [];
    const work = size - Math.floor(size / 4);
    for (let run = 0; lines.length + LEAST_CALLS <= work; run++) {
      const job = JOBS[run % JOBS.length]!;
      const calls = Math.min(random.between(LEAST_CALLS, MOST_CALLS), work - lines.length);
      lines.push(...runOf(job, run, calls, context));
    }
    while (lines.length < size) lines.push(visitor(lines.length, context));
    return lines;
  },
};

function runOf(job: Job, run: number, calls: number, context: PlantContext): PlantedLine[] {
  const { random } = context;
  const day = Math.floor(run / JOBS.length) % 7;
  let time = WEEK_START + day * DAY_MS + job.hour * HOUR_MS + random.between(0, HOUR_MS / 2);
  return Array.from({ length: calls }, (_, i) => {
    const id = `${job.name}-${String(run).padStart(3, '0')}-${String(i).padStart(3, '0')}`;
    const line = lineAt(id, time, job.shape, job.isWaste, context);
    time += line.latencyMs + random.between(job.pauseMs / 2, job.pauseMs * 2);
    return line.planted;
  });
}

/** One of many people who use the same template at busy hours. */
function visitor(number: number, context: PlantContext): PlantedLine {
  const { random } = context;
  const time = WEEK_START + random.between(0, 4) * DAY_MS + random.between(10 * HOUR_MS, 12 * HOUR_MS);
  const shape: Shape = {
    api: 'openai',
    model: 'gpt-5-mini',
    system: 'Advise members of a garden association on their plants, in a few friendly paragraphs.',
    feature: 'plant-advice',
    user: `gardener-${random.between(1, 400)}`,
  };
  return lineAt(`advice-${String(number).padStart(5, '0')}`, time, shape, false, context).planted;
}

function lineAt(id: string, time: number, shape: Shape, isWaste: boolean, { random, count }: PlantContext) {
  const content = `${sentence(random)} ${paragraph(random, random.between(6, 9))}`;
  const draft = { ...shape, id, time, messages: [{ role: 'user' as const, content }], maxTokens: 3000 };
  const answer = paragraph(random, random.between(6, 9));
  const usage = { input: promptSize(draft, count), output: count(answer) };
  const latencyMs = 400 + usage.output * 12;
  const line = lineOfExchange({ ...draft, answer: { content: answer }, usage, latencyMs });
  const tokens = usage.input + usage.output;
  return {
    latencyMs,
    planted: { id, time, line, truth: isWaste ? [{ detector: 'batchable', tokens }] : [] },
  };
}
