import { defineStrategy } from '../contracts/strategy.ts';
import { LimitRun, SCOPES } from './limiting/limit-run.ts';

const MINUTES_A_DAY = 1440;

/**
 * A client-side token bucket in front of the provider. It changes when calls are sent, not what they cost, but for the rate
 * limit errors that come of sending too fast. The first article's own bucket is emptied after every wait; this one is refilled.
 */
export default defineStrategy({
  id: 'rate-limit',
  title: 'Rate limit',
  describe:
    'Sends calls through a token bucket, in the order in which they come: how long they would wait, and which rate limit errors it avoids. ' +
    'Saves what the avoided errors were billed, mostly nothing.',
  basis: 'estimated',
  needs: ['time'],
  isOnRequest: true,
  worksUnpriced: true,
  options: {
    requestsPerMinute: {
      default: 3000,
      min: 0,
      describe: 'Requests that the bucket gains per minute; 0 for no limit (3,000 in the first article).',
    },
    burst: {
      default: 100,
      min: 1,
      describe: 'Requests that a full bucket lets through at once (100 in the first article).',
    },
    tokensPerMinute: {
      default: 0,
      min: 0,
      describe:
        'Billed tokens per minute, of which a full bucket holds a minute; 0 for no limit, since it depends on the account. Own choice.',
    },
    scope: {
      default: 'global',
      choices: SCOPES,
      describe: 'Whether all calls share one bucket, or each model or each user has its own.',
    },
  },
  presets: {
    'first-article': {
      describe:
        "The first article's limiter: 3,000 requests per minute, 100 at once, for all calls together.",
      options: { requestsPerMinute: 3000, burst: 100, tokensPerMinute: 0, scope: 'global' },
    },
  },
  // What the limit changes is time; the savings at other values say nothing of it.
  sweeps: [],
  start({ calendar }, options) {
    const run = new LimitRun(options, options.scope, calendar);
    return {
      change: ({ original, usage, tier }) => run.step(original, usage, tier),
      observe: (call) => void run.step(call, call.usage, call.tier),
      assumptions() {
        const said = [
          'calls are sent in the order in which they come, none before its turn; what a caller sends after an answer is taken to come when it was logged, however late that answer is',
          'a rate limit error is avoided where the bucket is empty at its time: its request waits its turn, which the retry in the log stands for; an answer to a request that was given up is not counted, nor what it would cost',
        ];
        if (options.tokensPerMinute > 0) {
          said.push(
            'a call takes the tokens that it was billed, as if its answer were known before; one larger than a minute of tokens waits for a full bucket',
          );
        }
        if (run.batched > 0) {
          said.push(
            `${run.batched} calls of a batch API are not placed: what is sent there counts against limits of its own`,
          );
        }
        if (run.untimed > 0) said.push(`${run.untimed} calls have no time and are not placed`);
        return said;
      },
      metrics: () => [
        { key: 'callsPlaced', label: 'Calls sent', kind: 'count', value: run.delays.calls },
        { key: 'callsDelayed', label: 'Calls delayed', kind: 'count', value: run.delays.delayed },
        {
          key: 'delayedShare',
          label: 'Share delayed',
          kind: 'percent',
          value: run.delays.calls === 0 ? null : run.delays.delayed / run.delays.calls,
        },
        ...run.delays.metrics('Delay of calls'),
        { key: 'longestQueue', label: 'Longest queue', kind: 'count', value: run.longestQueue },
        {
          key: 'rateLimitErrors',
          label: 'Rate limit errors in the log',
          kind: 'count',
          value: run.rateLimited,
        },
        { key: 'rateLimitErrorsAvoided', label: 'Of these, avoided', kind: 'count', value: run.avoided },
        {
          key: 'averagePerMinute',
          label: 'Requests per minute, average',
          kind: 'count',
          value: run.traffic.averagePerMinute,
        },
        {
          key: 'peakPerMinute',
          label: 'Requests in the busiest minute',
          kind: 'count',
          value: run.traffic.peakPerMinute,
        },
        {
          key: 'limitPerDay',
          label: 'Requests that the limit allows per day',
          kind: 'count',
          value: options.requestsPerMinute === 0 ? null : options.requestsPerMinute * MINUTES_A_DAY,
        },
      ],
      views: () => [run.days.view()],
    };
  },
});
