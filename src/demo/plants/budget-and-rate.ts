import type { Random } from '../random.ts';
import { usageLine } from './accounting/usage-line.ts';
import type { Plant, PlantedLine } from './plant.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The Monday after the demo's week, when nothing else runs. */
const AFTER = Date.UTC(2026, 10, 16);

/** Tokens that the defaults allow in an hour. */
const HOURLY_LIMIT = 2_000_000;

/** A team that reads long files: hours within the hourly token limit and hours beyond it. */
export const budgetAndRatePlant: Plant = {
  detector: 'budget-and-rate',
  lines({ random, size }) {
    const half = Math.floor(size / 2);
    return [
      ...hour(
        random,
        'beyond',
        AFTER + random.between(8, 11) * HOUR_MS,
        half,
        random.between(115, 160) / 100,
      ),
      ...hour(
        random,
        'within',
        AFTER + random.between(13, 16) * HOUR_MS,
        size - half,
        random.between(70, 92) / 100,
      ),
    ];
  },
};

/** An hour that holds `share` of the limit, in sessions of three turns. */
function hour(random: Random, name: string, start: number, calls: number, share: number): PlantedLine[] {
  const average = (share * HOURLY_LIMIT) / calls;
  return Array.from({ length: calls }, (_, i) => {
    const session = Math.floor(i / 3);
    const tokens = Math.ceil((average * random.between(92, 108)) / 100);
    const output = Math.min(400, Math.floor(tokens / 4));
    const opened = Math.floor((session * 55 * MINUTE_MS * 3) / (calls + 3));
    return usageLine({
      id: `${name}-${i}`,
      time: start + opened + (i % 3) * 70_000 + (session % 60) * 100,
      model: 'gpt-6-luna',
      user: `reader-${String((session % 15) + 1).padStart(2, '0')}`,
      session: `${name}-session-${session}`,
      feature: 'file-reader',
      input: tokens - output,
      output,
      truth: name === 'beyond' ? [{ detector: 'budget-and-rate', tokens: 0 }] : [],
    });
  });
}
