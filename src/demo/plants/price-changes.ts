import type { Random } from '../random.ts';
import { usageLine } from './accounting/usage-line.ts';
import type { Plant } from './plant.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MONDAY = Date.UTC(2026, 10, 9);

/** At an introductory price that ends on a published day after the demo's week. */
const CHANGING = ['gemini-4-argon', 'gemini-3.8-flash', 'gemini-3.6-flash'] as const;

/** One price since they are sold, or changed long before the week. */
const STEADY = ['gemini-3.5-flash', 'gemini-3.5-flash-lite', 'claude-sonnet-5-5', 'gpt-5.6-terra'] as const;

/** An assistant that tries models, some of them at prices that will not last. */
export const priceChangesPlant: Plant = {
  detector: 'price-changes',
  lines({ random, size }) {
    const sessions = Array.from({ length: Math.ceil(size / 3) }, (_, s) => session(random, s));
    return sessions.flat().slice(0, size);
  },
};

function session(random: Random, number: number) {
  const isChanging = random.next() < 0.4;
  const model = random.pick(isChanging ? CHANGING : STEADY);
  const day = random.between(0, 6);
  const start =
    MONDAY + day * 24 * HOUR_MS + random.between(6, 21) * HOUR_MS + random.between(0, 50) * MINUTE_MS;
  const user = `trial-${String(random.between(1, 30)).padStart(2, '0')}`;
  return [0, 1, 2].map((turn) =>
    usageLine({
      id: `priced-${number}-${turn}`,
      time: start + turn * random.between(30_000, 80_000),
      model,
      user,
      session: `trial-session-${number}`,
      feature: `trial-${model}`,
      input: random.between(1500, 2100),
      output: random.between(300, 450),
      truth: isChanging ? [{ detector: 'price-changes', tokens: 0 }] : [],
    }),
  );
}
