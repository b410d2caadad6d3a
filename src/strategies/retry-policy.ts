import type { Prompts } from '../contracts/prompts.ts';
import { defineStrategy, type StrategyContext } from '../contracts/strategy.ts';
import { durationMs } from '../model/duration.ts';
import { AttemptChains } from '../patterns/attempts/attempt-chains.ts';
import { JITTERS } from './retrying/backoff.ts';
import { OUTCOMES, RetryRun } from './retrying/retry-run.ts';

/**
 * Which retries a disciplined client would not have sent: exponential backoff with jitter, a ceiling of attempts, no retry of
 * what cannot succeed, a circuit breaker. Only failed attempts are ever spared, so the saving is what they were billed,
 * which often is nothing.
 */
export default defineStrategy({
  id: 'retry-policy',
  title: 'Retry policy',
  describe:
    'Spares failed attempts that a client with exponential backoff, a ceiling of attempts and a circuit breaker would not have sent. ' +
    'Saves what those attempts were billed; every answer of the log keeps its price, also those that come too late for the policy.',
  basis: 'estimated',
  needs: ['time', 'status'],
  worksUnpriced: true,
  options: {
    maxAttempts: {
      default: 3,
      min: 1,
      describe:
        'Attempts at one request, the first included (3: the SDKs of OpenAI and Anthropic retry twice by default).',
    },
    baseWait: {
      default: '1s',
      kind: 'duration',
      describe: "Wait after the first failure, doubled by each further one (1s as in OpenAI's cookbook).",
    },
    factor: {
      default: 2,
      min: 1,
      describe:
        'What each wait is multiplied by for the next one (2: exponential backoff as tenacity does it).',
    },
    maxWait: {
      default: '60s',
      kind: 'duration',
      describe: "Longest wait, however many attempts failed (60s as in OpenAI's cookbook).",
    },
    jitter: {
      default: 'full',
      choices: JITTERS,
      describe:
        'Waits are drawn from 0 to the exponential wait (full), from half of it on (equal), or are that wait (none).',
    },
    jitterPoint: {
      default: 0.5,
      min: 0,
      max: 1,
      describe: 'Where between its ends each drawn wait is taken to lie; 0.5 is the expected value.',
    },
    outcome: {
      default: 'time',
      choices: OUTCOMES,
      describe:
        "What a retry meets, which no log can tell: what the log's last attempt before its time met, as in an outage, so that waiting spares attempts (time), or what the log's next attempt met whenever that came, as with chance failures, so that waiting spares none (order). Own choice.",
    },
    window: {
      default: '5m',
      kind: 'duration',
      describe:
        'Longest time between the end of a failure and its retry; what comes later is a new request (5m as the detector of retry storms).',
    },
    breakerFailures: {
      default: 5,
      min: 0,
      describe:
        'Failures in a row of one model at one provider that open its circuit breaker; 0 for no breaker (5 in the second article).',
    },
    breakerOpen: {
      default: '30s',
      kind: 'duration',
      describe:
        'Time after the last failure for which an open breaker lets nothing through; then one call may try (30s in the second article).',
    },
  },
  presets: {
    'second-article': {
      describe:
        "The second article's circuit breaker, with tenacity's exponential waits, which it imports without values: no jitter.",
      options: { breakerFailures: 5, breakerOpen: '30s', jitter: 'none' },
    },
  },
  sweeps: [
    { option: 'maxAttempts', values: [2, 3, 5] },
    { option: 'baseWait', values: ['500ms', '1s', '4s'] },
  ],
  range: ({ jitter }) => ({
    pessimistic: { outcome: 'order' },
    optimistic: jitter === 'none' ? { outcome: 'time' } : { outcome: 'time', jitterPoint: 1 },
  }),
  start(context, options) {
    const run = new RetryRun(chainsOf(context, durationMs(options.window)), {
      base: durationMs(options.baseWait),
      factor: options.factor,
      cap: durationMs(options.maxWait),
      jitter: options.jitter,
      jitterPoint: options.jitterPoint,
      maxAttempts: options.maxAttempts,
      breakerFailures: options.breakerFailures,
      breakerOpen: durationMs(options.breakerOpen),
      outcome: options.outcome,
    });
    return {
      change: ({ original }) => run.step(original),
      observe: (call) => void run.step(call),
      assumptions() {
        const said = [
          `attempts at one request are told by the same prompt, model, parameters, user and session, or by their trace, within ${options.window}; logs with neither show no retries`,
          options.outcome === 'time'
            ? 'a retry is taken to meet what the last logged attempt at its request before that time met, or the next one where none was sent during the wait; only attempts that failed between are spared; nobody knows what it would have met: if failures come by chance and not in outages, waiting spares nothing, which is the pessimistic end'
            : 'attempts are taken to meet what the logged ones met, in their order, whenever they are sent: waiting spares none',
          'where no attempt ever succeeded, as many as the policy allows are kept',
          'an answer that came before the wait was over is kept and counted as delayed, one that came after the policy gave up is kept and counted as refused; nothing is saved by either',
          'a failure that was never retried might have succeeded on a retry, at a price: that is not counted',
          'waits that a provider asks for (Retry-After) are not in the log',
        ];
        if (options.jitter !== 'none') {
          said.push(`each wait lies at ${options.jitterPoint} between the ends of its jitter`);
        }
        if (options.breakerFailures > 0) {
          said.push(
            'failures while the breaker is open are not made; answers of that time are kept, since a refused request is unserved and no saving; the breaker sees every attempt that the policy makes at its logged time',
          );
        }
        if (run.unmeasured > 0) {
          said.push(
            `${run.unmeasured} failed attempts have no latency and are taken to end when they start: equal requests sent at once then look like retries`,
          );
        }
        if (run.untimed > 0) said.push(`${run.untimed} calls have no time and are left as they are`);
        return said;
      },
      metrics: () => [
        { key: 'attemptsNotMade', label: 'Attempts not made', kind: 'count', value: run.notMade },
        {
          key: 'retriedAnswers',
          label: 'Answers after a failed attempt',
          kind: 'count',
          value: run.delays.calls,
        },
        {
          key: 'answersDelayed',
          label: 'Of these, later than logged',
          kind: 'count',
          value: run.delays.delayed,
        },
        ...run.delays.metrics('Added delay of answers after a failed attempt'),
        {
          key: 'answersAfterGivingUp',
          label: 'Answers after the last allowed attempt (kept)',
          kind: 'count',
          value: run.answersLate,
        },
        { key: 'breakerOpened', label: 'Times a breaker opened', kind: 'count', value: run.timesOpened },
        {
          key: 'answersRefused',
          label: 'Answers that an open breaker would refuse (kept)',
          kind: 'count',
          value: run.answersRefused,
        },
      ],
    };
  },
});

const CHAINS = new WeakMap<Prompts, Map<number, AttemptChains>>();

/** The attempts of a log: found once for all runs over it. */
function chainsOf(context: StrategyContext, window: number): AttemptChains {
  let chains = CHAINS.get(context.prompts);
  if (chains === undefined) {
    chains = new Map();
    CHAINS.set(context.prompts, chains);
  }
  let found = chains.get(window);
  if (found === undefined) {
    found = new AttemptChains(context.calls(), window);
    chains.set(window, found);
  }
  return found;
}
