import type { TokenCounts } from '../../model/usage.ts';
import { type ExchangeLine, lineOfExchange, promptSize } from '../exchange-line.ts';
import { paragraph, sentence } from '../prose.ts';
import type { Random } from '../random.ts';
import { bursts } from './caching/bursts.ts';
import type { Plant, PlantContext, PlantedLine } from './plant.ts';

/** Text around a date that differs with it: where chunks of text end is decided by their words. */
const AROUND_TOKENS = 30;
const STEP = 128;
const USERS = 12;

interface Use {
  readonly feature: string;
  readonly share: number;
  readonly api: ExchangeLine['api'];
  readonly model: string;
  /** One system prompt of a run of calls; `fixed` never changes. */
  system(fixed: string, time: number, random: Random): string;
  /** Tokens that a cache would have served in a call that follows another one of its run; 0 where all is well. */
  avoidable(systemTokens: number): number;
  /** What the calls of a run log of the cache, first and later ones. */
  cached?(systemTokens: number, isFirst: boolean): Partial<TokenCounts>;
  readonly request?: Readonly<Record<string, unknown>>;
}

const steps = (tokens: number): number => tokens - (tokens % STEP);

const USES: readonly Use[] = [
  {
    feature: 'ferry-tickets',
    share: 0.3,
    api: 'openai',
    model: 'gpt-4.1-mini',
    system: (fixed, time) => `It is ${new Date(time).toISOString()}. You help at the ferry desk.\n\n${fixed}`,
    avoidable: (tokens) => steps(tokens - AROUND_TOKENS),
  },
  {
    feature: 'lease-clauses',
    share: 0.3,
    api: 'anthropic',
    model: 'claude-sonnet-4-5',
    system: (fixed) => `You explain clauses of a lease.\n\n${fixed}`,
    avoidable: (tokens) => tokens,
  },
  {
    feature: 'garden-advice',
    share: 0.2,
    api: 'openai',
    model: 'gpt-4.1-mini',
    system: (fixed, _, random) => `Rules of the garden centre, in no order:\n${reordered(fixed, random)}`,
    avoidable: steps,
  },
  {
    feature: 'museum-guide',
    share: 0.1,
    api: 'openai',
    model: 'gpt-5.1',
    system: (fixed) => `You guide visitors through the museum.\n\n${fixed}`,
    avoidable: () => 0,
    cached: (tokens, isFirst) => (isFirst ? {} : { cacheRead: steps(tokens) }),
  },
  {
    feature: 'recipe-scaling',
    share: 0.1,
    api: 'anthropic',
    model: 'claude-sonnet-4-6',
    system: (fixed) => `You scale recipes.\n\n${fixed}`,
    avoidable: () => 0,
    cached: (tokens, isFirst) => (isFirst ? { cacheWrite5m: tokens } : { cacheRead: tokens }),
    request: { cache_control: { type: 'ephemeral' } },
  },
];

/** Long system prompts with the time in front, in a changing order or without a breakpoint, beside ones that are cached well. */
export const promptCacheMissesPlant: Plant = {
  detector: 'prompt-cache-misses',
  lines: (context) => USES.flatMap((use) => linesOf(use, context)),
};

function linesOf(use: Use, { random, size, count }: PlantContext): PlantedLine[] {
  const fixed = Array.from({ length: 26 }, () => paragraph(random, random.between(4, 6))).join('\n');
  return bursts(size * use.share, random).flatMap((times, burst) =>
    times.map((time, i) => {
      const system = use.system(fixed, time, random);
      const messages = [
        { role: 'user' as const, content: `${paragraph(random, random.between(3, 5))} ${sentence(random)}` },
      ];
      const answer = { content: paragraph(random, random.between(5, 9)) };
      const whole = promptSize({ system, messages }, count);
      const tokens = count(system);
      const cached = { cacheRead: 0, cacheWrite5m: 0, ...use.cached?.(tokens, i === 0) };
      const id = `miss-${use.feature}-${burst}-${i}`;
      const avoidable = i === 0 ? 0 : use.avoidable(tokens);
      const usage = {
        ...cached,
        input: whole - cached.cacheRead - cached.cacheWrite5m,
        output: count(answer.content),
      };
      return {
        id,
        time,
        line: lineOfExchange({
          api: use.api,
          id,
          time,
          model: use.model,
          system,
          messages,
          answer,
          usage,
          user: `guest-${random.between(1, USERS)}`,
          feature: use.feature,
          session: id,
          latencyMs: random.between(1500, 6000),
          request: use.request ?? {},
        }),
        truth: avoidable === 0 ? [] : [{ detector: 'prompt-cache-misses', tokens: avoidable }],
      };
    }),
  );
}

/** The same lines in another order. */
function reordered(text: string, random: Random): string {
  return random.shuffle(text.split('\n')).join('\n');
}
