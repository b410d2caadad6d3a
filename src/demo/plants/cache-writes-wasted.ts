import type { TokenCounts } from '../../model/usage.ts';
import { lineOfExchange, promptSize } from '../exchange-line.ts';
import { paragraph, sentence } from '../prose.ts';
import type { Random } from '../random.ts';
import { bursts } from './caching/bursts.ts';
import type { Plant, PlantContext, PlantedLine } from './plant.ts';

const USERS = 9;

interface Use {
  readonly feature: string;
  readonly share: number;
  readonly model: string;
  readonly ttl: '5m' | '1h';
  /** The long part of the prompt: of one call, or of all calls. */
  readonly isShared: boolean;
  /** Which call of a run pays for a write that buys nothing. */
  isWasted(isFirst: boolean): boolean;
}

const USES: readonly Use[] = [
  {
    feature: 'claim-letters',
    share: 0.45,
    model: 'claude-sonnet-4-5',
    ttl: '5m',
    isShared: false,
    isWasted: () => true,
  },
  {
    feature: 'survey-notes',
    share: 0.15,
    model: 'claude-opus-4-1',
    ttl: '1h',
    isShared: false,
    isWasted: () => true,
  },
  {
    feature: 'harbour-radio',
    share: 0.25,
    model: 'claude-sonnet-4-6',
    ttl: '1h',
    isShared: true,
    isWasted: (isFirst) => isFirst,
  },
  {
    feature: 'choir-schedule',
    share: 0.15,
    model: 'claude-sonnet-4',
    ttl: '5m',
    isShared: true,
    isWasted: () => false,
  },
];

/** Breakpoints behind documents that come only once, and hours paid for minutes, beside breakpoints that pay. */
export const cacheWritesWastedPlant: Plant = {
  detector: 'cache-writes-wasted',
  lines: (context) => USES.flatMap((use) => linesOf(use, context)),
};

function linesOf(use: Use, { random, size, count }: PlantContext): PlantedLine[] {
  const shared = longText(random);
  return bursts(size * use.share, random).flatMap((times, burst) =>
    times.map((time, i) => {
      const system = `You work for ${use.feature}.\n\n${use.isShared ? shared : longText(random)}`;
      const messages = [
        { role: 'user' as const, content: `${paragraph(random, random.between(2, 4))} ${sentence(random)}` },
      ];
      const answer = { content: paragraph(random, random.between(6, 10)) };
      const cached = count(system);
      const isRead = use.isShared && i > 0;
      const isWasted = !isRead && use.isWasted(i === 0);
      const id = `write-${use.feature}-${burst}-${i}`;
      const usage: Partial<TokenCounts> = {
        input: promptSize({ system, messages }, count) - cached,
        cacheRead: isRead ? cached : 0,
        cacheWrite5m: !isRead && use.ttl === '5m' ? cached : 0,
        cacheWrite1h: !isRead && use.ttl === '1h' ? cached : 0,
        output: count(answer.content),
      };
      return {
        id,
        time,
        line: lineOfExchange({
          api: 'anthropic',
          id,
          time,
          model: use.model,
          system,
          messages,
          answer,
          usage,
          user: `clerk-${random.between(1, USERS)}`,
          feature: use.feature,
          session: id,
          latencyMs: random.between(1500, 6000),
          request: { cache_control: { type: 'ephemeral', ttl: use.ttl } },
        }),
        truth: isWasted ? [{ detector: 'cache-writes-wasted', tokens: cached }] : [],
      };
    }),
  );
}

function longText(random: Random): string {
  return Array.from({ length: 22 }, () => paragraph(random, random.between(4, 6))).join('\n');
}
