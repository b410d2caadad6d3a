import type { Random } from '../random.ts';
import { usageLine } from './accounting/usage-line.ts';
import type { Plant } from './plant.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MONDAY = Date.UTC(2026, 10, 9);

/** Retired, or with a last day announced for the half-year after the demo's week. */
const ENDING = ['gpt-4-turbo', 'o4-mini', 'claude-sonnet-4-5', 'gemini-2.5-flash', 'gpt-5.1'] as const;

/** Their namesakes that stay. */
const STAYING = [
  'gpt-6.1-sol',
  'claude-sonnet-5-5',
  'gemini-3.5-flash',
  'gpt-5.4',
  'claude-haiku-4-5',
] as const;

/** A product that has moved some of its features to new models and left others behind. */
export const retiredModelsPlant: Plant = {
  detector: 'retired-models',
  lines({ random, size }) {
    const sessions = Array.from({ length: Math.ceil(size / 3) }, (_, s) => session(random, s));
    return sessions.flat().slice(0, size);
  },
};

/** Three turns of somebody who reads the answers: nothing of it could have waited for a batch. */
function session(random: Random, number: number) {
  const isEnding = random.next() < 0.5;
  const model = random.pick(isEnding ? ENDING : STAYING);
  const day = random.between(0, 6);
  const start =
    MONDAY + day * 24 * HOUR_MS + random.between(7, 20) * HOUR_MS + random.between(0, 50) * MINUTE_MS;
  const user = `desk-${String(random.between(1, 25)).padStart(2, '0')}`;
  return [0, 1, 2].map((turn) =>
    usageLine({
      id: `ending-${number}-${turn}`,
      time: start + turn * random.between(40_000, 90_000),
      model,
      user,
      session: `desk-session-${number}`,
      feature: `desk-${model}`,
      input: random.between(900, 1300),
      output: random.between(250, 400),
      truth: isEnding ? [{ detector: 'retired-models', tokens: 0 }] : [],
    }),
  );
}
