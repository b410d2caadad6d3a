import { type Change, defineStrategy } from '../contracts/strategy.ts';
import type { Call } from '../model/call.ts';
import { durationMs } from '../model/duration.ts';
import type { TokenCounts } from '../model/usage.ts';
import { batchEndpoint } from '../patterns/offline/batch-endpoints.ts';
import { USUAL_BURST } from '../patterns/offline/offline-work.ts';
import { waitingCalls } from './batching/waiting-calls.ts';
import { NAMED_CALLS, namedCalls } from './choosing/named-calls.ts';

/** Within this time answers come (OpenAI's, Anthropic's and Gemini's batch documentation: 24 hours). */
const LONGEST_WAIT_MS = 86_400_000;
const MOST_ROWS = 50;
const MOVED: Readonly<Record<string, string>> = {
  found: 'calls found to wait for nobody are moved: jobs by their name, and bursts that only a program sends',
  all: 'nobody waits for any answer that is neither streamed nor a turn of a conversation; nothing in a log can show that',
};

interface Move {
  readonly model: string;
  readonly endpoint: string;
  calls: number;
  readonly change: Change;
}

export default defineStrategy({
  id: 'batch-api',
  title: 'Batch API',
  describe:
    'Sends calls that can wait up to 24 hours at the batch rate, about half the price. Which can wait is judged as by the detector ' +
    'of such calls, or said by you; streamed calls, conversations and failed calls stay.',
  // The rates are the price book's; that nobody waits is judged from names and times, or supposed.
  basis: ({ who }) => (who === 'all' ? 'assumed' : 'estimated'),
  needs: ['time', 'usage'],
  options: {
    who: {
      default: 'found',
      describe: `Calls that can wait: found (certain by their names and bursts), all, or ${NAMED_CALLS}.`,
    },
    minCalls: {
      default: USUAL_BURST.minCalls,
      min: 2,
      describe: 'Calls within the window, on average, from which found calls are a burst (own choice).',
    },
    window: {
      default: '10m',
      kind: 'duration',
      describe: 'Length of that window (own choice).',
    },
    pause: {
      default: '2m',
      kind: 'duration',
      describe: 'Longest pause between calls of one burst, from end to start (own choice).',
    },
    cacheServed: {
      default: 1,
      min: 0,
      max: 1,
      describe:
        "Share of the logged cache reads that are still served in a batch, the rest billed as input (own choice: 1 as the detector counts; Anthropic's batch documentation names 0.3 to 0.98).",
    },
  },
  presets: {
    'second-article': {
      describe: 'The second article sends all it can through a batch endpoint.',
      options: { who: 'all' },
    },
    'fifth-article': {
      describe: 'The fifth article keeps the batch API for bulk and nightly work, at half the price.',
      options: { who: 'found' },
    },
  },
  sweeps: [{ option: 'who', values: ['found', 'all'] }],
  // The least that Anthropic's documentation names.
  range: ({ who, cacheServed }) => {
    const pessimistic = { ...(who === 'all' && { who: 'found' }), cacheServed: Math.min(0.3, cacheServed) };
    return { pessimistic, optimistic: {} };
  },
  start(context, { who, minCalls, window, pause, cacheServed }) {
    const { models, templates } = context;
    const rule = { minCalls, window: durationMs(window) / 1000, pause: durationMs(pause) / 1000 };
    const waiting = waitingCalls(context, rule);
    const isNamed = who === 'found' || who === 'all' ? undefined : namedCalls(who, templates);
    /** By provider, then model. */
    const moves = new Map<string, Map<string, Move>>();
    let moved = 0;
    let unbatched = 0;
    let turns = 0;
    let unseen = 0;

    const canWait = (call: Call): boolean => {
      if (who === 'found') return waiting.isFound(call);
      if (isNamed !== undefined && !isNamed(call)) return false;
      if (!waiting.isTurn(call)) return true;
      turns++;
      return false;
    };

    /** What the provider's cache serves no more is input; undefined where nothing changes. */
    const usageInBatch = (usage: TokenCounts): TokenCounts | undefined => {
      const lost = Math.round((1 - cacheServed) * usage.cacheRead);
      return lost === 0
        ? undefined
        : { ...usage, input: usage.input + lost, cacheRead: usage.cacheRead - lost };
    };

    const move = (model: string, provider: string): Change => {
      let ofProvider = moves.get(provider);
      if (ofProvider === undefined) {
        ofProvider = new Map();
        moves.set(provider, ofProvider);
      }
      let to = ofProvider.get(model);
      if (to === undefined) {
        to = {
          model,
          endpoint: batchEndpoint(provider, model),
          calls: 0,
          change: { tier: 'batch', group: model, risk: 'delayed' },
        };
        ofProvider.set(model, to);
      }
      to.calls++;
      return to.change;
    };

    return {
      change(planned) {
        const { original, model, provider, tier, usage, costUsd } = planned;
        if (tier === 'batch' || tier === 'flex' || original.stream || original.failed) return undefined;
        if (original.usageBasis === 'none' || !canWait(original)) return undefined;
        const usd = models.cost({ model, provider, time: original.time, tier: 'batch', usage });
        if (Number.isNaN(usd)) unbatched++;
        if (!(usd < costUsd)) return undefined;
        moved++;
        if (original.prompt < 0) unseen++;
        const change = move(model, provider);
        // Whoever moves a call finds out only then what the cache serves.
        const inBatch = usageInBatch(usage);
        return inBatch === undefined ? change : { ...change, usage: inBatch };
      },
      assumptions() {
        const said = [
          MOVED[who] ?? `nobody waits for the answers of ${who}`,
          'answers come within 24 hours; a request that expires is not billed and has to be sent again',
          `cached tokens are billed as the price book says for the batch rate; ${cacheServed === 1 ? 'all' : `a share of ${cacheServed}`} of what a prompt cache served is taken to be served in a batch as well, which providers don't promise`,
          'streamed calls, turns of a conversation, failed calls and calls at the batch or flex rate stay',
        ];
        if (unseen > 0 && who !== 'found') {
          said.push(
            `${unseen} moved calls have no prompt text: conversations among them show only by a session or trace whose prompts grow`,
          );
        }
        if (turns > 0) said.push(`${turns} calls stay as turns of a conversation or steps of an agent`);
        if (unbatched > 0)
          said.push(`${unbatched} calls that could wait stay because their model has no known batch rate`);
        return said;
      },
      metrics: () => [
        { key: 'movedCalls', label: 'Calls moved', kind: 'count', value: moved },
        { key: 'unbatchedCalls', label: 'Could wait, no batch rate', kind: 'count', value: unbatched },
        {
          key: 'longestWait',
          label: 'Longest wait for an answer',
          kind: 'ms',
          value: moved > 0 ? LONGEST_WAIT_MS : null,
        },
      ],
      views: () => [
        {
          id: 'endpoints',
          title: 'Where to send them',
          columns: [
            { key: 'model', label: 'Model', kind: 'text' },
            { key: 'calls', label: 'Calls', kind: 'count' },
            { key: 'endpoint', label: 'Endpoint', kind: 'text' },
          ],
          rows: [...moves.values()]
            .flatMap((ofProvider) => [...ofProvider.values()])
            .sort((a, b) => b.calls - a.calls || (a.model < b.model ? -1 : 1))
            .slice(0, MOST_ROWS)
            .map(({ model, calls, endpoint }) => ({ model, calls, endpoint })),
        },
      ],
    };
  },
});
