import { defineStrategy } from '../contracts/strategy.ts';
import { durationMs } from '../model/duration.ts';
import { HOUR_MS } from '../patterns/caching/cache-scopes.ts';
import { BREAKPOINTS } from './prompt-caching/breakpoints.ts';
import { CacheRun, COUNTED, WRITES } from './prompt-caching/cache-run.ts';
import { READABLE } from './prompt-caching/cache-sight.ts';
import { TTLS } from './prompt-caching/cache-terms.ts';

/** The providers' own prompt caching: BILLING 2 for minimum, step, lifetimes and write prices, all of them from the price book. */
export default defineStrategy({
  id: 'prompt-cache',
  title: 'Provider prompt cache',
  describe:
    "Bills each call's prompt as the provider's own prompt cache would if it were used well: the longest prefix sent before to the same model and still cached is read, " +
    'by the minimum, step, lifetime and write prices of the model. Cached tokens that the log shows stay.',
  basis: 'estimated',
  needs: ['prompts', 'usage'],
  worksUnpriced: true,
  options: {
    ttl: {
      default: 'provider',
      choices: TTLS,
      describe:
        "Lifetime of what is cached: the provider's default (or what the request asked for), 5 minutes or an hour where the provider sells both (the hour's writes cost more), or unlimited, for traces.",
    },
    breakpoints: {
      default: 'all',
      choices: BREAKPOINTS,
      describe:
        'Where requests ask for caching when writing is paid: at the end of tools and system prompt, before and after the last message (all); only the former (system); only after the last message (last).',
    },
    writes: {
      default: 'learned',
      choices: WRITES,
      describe:
        'Which paid writes are made: where earlier calls of the template show that they are read again (learned), at every breakpoint (always), or where later calls read them (hindsight). Own choice.',
    },
    readable: {
      default: 'begun',
      choices: READABLE,
      describe:
        "When others can read what a call wrote: once its answer has begun (Anthropic's documentation) or only when it is complete.",
    },
    counted: {
      default: 'logged',
      choices: COUNTED,
      describe:
        'What counts of models that cache by themselves: nothing (explicit), calls with logged usage (logged), or estimated usage too (all), though such calls may have been billed with cached tokens already. Own choice.',
    },
    unstatedLifetime: {
      default: '5m',
      kind: 'duration',
      describe:
        'Lifetime where the provider states none for the model, as a duration. Default: the shortest that OpenAI states (5 to 10 minutes, at most an hour).',
    },
    unstatedMinimum: {
      default: 4096,
      min: 0,
      describe:
        'Smallest prefix in tokens that is cached where the provider states none. Default: the largest that any states.',
    },
  },
  sweeps: [
    { option: 'ttl', values: ['5m', '1h'] },
    { option: 'breakpoints', values: ['all', 'system', 'last'] },
  ],
  range({ writes, counted, unstatedLifetime }) {
    // What somebody chose otherwise than by default is no assumption.
    const isOwnWrites = writes !== 'learned';
    const isOwnCount = counted !== 'logged';
    const isLonger = durationMs(unstatedLifetime) < HOUR_MS;
    return {
      pessimistic: {
        readable: 'complete',
        ...(!isOwnWrites && { writes: 'always' }),
        ...(!isOwnCount && { counted: 'explicit' }),
      },
      optimistic: {
        ...(!isOwnWrites && { writes: 'hindsight' }),
        ...(!isOwnCount && { counted: 'all' }),
        ...(isLonger && { unstatedLifetime: '1h' }),
      },
    };
  },
  start(context, options) {
    const run = new CacheRun(context, options);
    const { tally, sights } = run;
    return {
      change: (planned) => run.see(planned),
      observe(call) {
        const { model, provider, tier, usage } = call;
        run.see({ original: call, model, provider, tier, usage });
      },
      metrics: () => tally.metrics(),
      assumptions() {
        const said = [
          'prefixes are shared by whole messages: what agrees within the first message that differs is not counted',
          'a prefix is read by calls to the same model of the same provider, whoever makes them; every read renews it',
          'sizes of messages are scaled to the logged prompt; of a call that shows caching a difference of less than a tenth is not counted',
          'failed calls, batches and embeddings neither read nor write',
          WRITE_RULES[options.writes] ?? '',
        ];
        if (options.counted !== 'explicit')
          said.push(
            'models that cache by themselves would have served what the log does not show: where the log leaves cached tokens out, the bill is lower already',
          );
        if (options.ttl === 'provider')
          said.push(
            `what is written stays as long as the request asked, else the provider's default, ${options.unstatedLifetime} where it states none`,
          );
        if (tally.uncounted > 0)
          said.push(
            `${tally.uncounted} calls are left as they are although a cache holds ${tally.uncountedTokens} more of their tokens: the log cannot tell whether they were billed as cached`,
          );
        if (sights.untimed > 0) said.push(`${sights.untimed} calls have no time and are left as they are`);
        if (tally.otherPrompts > 0)
          said.push(`${tally.otherPrompts} calls are left as earlier strategies cut or joined their prompts`);
        return said;
      },
    };
  },
});

const WRITE_RULES: Readonly<Record<string, string>> = {
  learned:
    'paid writes are made where the calls of the template so far show that enough of them are read again, never for its first call',
  always: 'every breakpoint is written and paid, read or not',
  hindsight:
    'paid writes are made only where enough later calls read them: nobody knows that beforehand, nor is it known here which of those calls earlier strategies spare or move',
};
