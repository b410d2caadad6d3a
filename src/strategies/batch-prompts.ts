import { type Change, defineStrategy, type PlannedCall } from '../contracts/strategy.ts';
import { type Call, ENDPOINTS, SERVICE_TIERS } from '../model/call.ts';
import { durationMs } from '../model/duration.ts';
import { combine52, hash52 } from '../model/hash.ts';
import { addTokens, promptTokens } from '../model/usage.ts';
import { Delays } from '../patterns/columns/delays.ts';
import { Names } from '../patterns/columns/names.ts';
import { NAMED_CALLS, namedCalls } from './choosing/named-calls.ts';
import { itemUsage } from './merging/item-usage.ts';
import { MergeCounts } from './merging/merge-counts.ts';
import { MergeablePrompts } from './merging/mergeable-prompts.ts';
import { noteAnswer, OpenRequests } from './merging/open-requests.ts';
import { SharedTemplates } from './merging/shared-templates.ts';

const SCOPES = ['user', 'feature', 'global'] as const;
/** Costs that differ by less, relatively, differ by rounding. */
const ROUNDING = 1e-9;
/** More than there are names of one kind, or templates; two such numbers fit one exactly. */
const MANY = 2 ** 26;
const OPENS: Change = { group: 'opens a request', risk: 'delayed' };

export default defineStrategy({
  id: 'batch-prompts',
  title: 'Several items in one request',
  describe:
    'Merges calls of one template that come within a window into one request: the system prompt and tool schemas are sent once for all, ' +
    'each item and each answer stays. The first call of a request pays for the shared part and waits for the others. Only templates ' +
    'whose calls mostly find others are gathered; the calls of all others are sent at once.',
  // That a model answers many items as well as one, and that nothing else is needed around them, is supposed.
  basis: 'assumed',
  needs: ['prompts', 'usage', 'time'],
  isOnRequest: true,
  options: {
    calls: { default: 'all', describe: `Calls that may be merged: all, or ${NAMED_CALLS}.` },
    maxItems: {
      default: 10,
      min: 2,
      max: 1000,
      describe: 'Items in one request at most (own choice; the third article has 3, the first 50).',
    },
    window: {
      default: '5s',
      kind: 'duration',
      describe: 'How long the first item waits for others (own choice).',
    },
    minShared: {
      default: 0.5,
      min: 0,
      max: 1,
      describe:
        "Share of a template's calls over the whole log that must find others in the window before any of them waits; 0 makes all wait (own choice).",
    },
    scope: {
      default: 'user',
      choices: SCOPES,
      describe:
        'Whose items may share a request: one user (where none is named one session), one feature, or everybody.',
    },
    overheadTokens: {
      default: 10,
      min: 0,
      describe: 'Input tokens around each item of a merged request: its number, its delimiters (own choice).',
    },
    json: {
      default: false,
      describe: 'Also merges calls whose parameters demand JSON, as if their schema allowed a list.',
    },
  },
  presets: {
    'first-article': {
      describe:
        'The first article gathers up to 50 queued requests, 0.1 s after the ones before them, whatever they ask.',
      options: { maxItems: 50, window: '100ms', minShared: 0 },
    },
    'third-article': {
      describe: 'The third article asks for 3 items at once that it has at hand.',
      options: { maxItems: 3, window: '1m' },
    },
  },
  sweeps: [
    { option: 'maxItems', values: [3, 10, 50] },
    { option: 'window', values: ['1s', '5s', '1m'] },
    { option: 'minShared', values: [0, 0.5, 0.9] },
  ],
  range: ({ overheadTokens }) => ({
    pessimistic: { overheadTokens: 3 * overheadTokens },
    optimistic: { overheadTokens: 0 },
  }),
  start(context, { calls, maxItems, window, minShared, scope, overheadTokens, json }) {
    const { models, prompts, templates } = context;
    const mergeable = new MergeablePrompts(context);
    const overhead = Math.round(overheadTokens);
    const delays = new Delays();
    const most = Math.floor(maxItems);
    const requests = new OpenRequests(durationMs(window), most, delays);
    const names = new Names();
    const counts = new MergeCounts(templates);
    const isNamed = calls === 'all' ? undefined : namedCalls(calls, templates);
    let untimed = 0;
    let unbounded = 0;
    let unnamed = 0;
    let inTurn = 0;

    /** Whether it can be an item at all, whatever else comes. */
    const isItem = (call: Call): boolean => {
      if (call.prompt < 0 || call.failed || call.stream || call.cacheHit) return false;
      if (call.usageBasis === 'none' || call.endpoint === 'embedding') return false;
      if (call.toolsCalled !== '' || (call.asksJson && !json)) return false;
      return mergeable.isSingle(call.prompt) && (isNamed === undefined || isNamed(call));
    };

    const owner = ({ user, session, feature }: Call): number => {
      if (scope === 'global') return 0;
      if (scope === 'feature') return hash52(feature);
      return user === '' ? combine52(1, hash52(session)) : combine52(2, hash52(user));
    };

    const kindOf = (
      call: Call,
      { model, provider, tier }: Pick<Call, 'model' | 'provider' | 'tier'>,
    ): number => {
      const { prompt, endpoint, params } = call;
      const way = SERVICE_TIERS.indexOf(tier) * ENDPOINTS.length + ENDPOINTS.indexOf(endpoint);
      const ways = SERVICE_TIERS.length * ENDPOINTS.length;
      // Small numbers stand side by side in one: hashing is most of the work here.
      const to = combine52((names.id(model) * ways + way) * MANY + names.id(provider), params);
      const from = prompts.template(prompt) * MANY + templates.of(call);
      return combine52(combine52(to, from), owner(call));
    };

    const gathering = new SharedTemplates({ window: durationMs(window), maxItems: most, minShared });
    if (minShared > 0) {
      for (const call of context.calls()) {
        if (!isItem(call) || !Number.isFinite(call.time) || !mergeable.hasShared(call.prompt)) continue;
        if (!((models.info(call.model, call.provider, call.time)?.contextWindow ?? 0) > 0)) continue;
        gathering.see(call, templates.of(call), kindOf(call, call));
      }
    }

    /** What the call is billed for as an item, and at what price; undefined where joining would not make it cheaper. */
    const itemOf = (planned: PlannedCall, sharedTokens: number, around: number) => {
      const { original, model, provider, tier } = planned;
      const usage = itemUsage(planned.usage, sharedTokens, around);
      const usd = models.cost({ model, provider, time: original.time, tier, usage });
      return usd < planned.costUsd ? { usage, usd } : undefined;
    };

    return {
      change(planned): Change | undefined {
        const { original, model, provider, tier, costUsd, hasOtherPrompt } = planned;
        if (hasOtherPrompt === true || !isItem(original)) return undefined;
        const { time } = original;
        if (!Number.isFinite(time)) {
          untimed++;
          return undefined;
        }
        if (minShared > 0 && !gathering.isGathered(templates.of(original))) return undefined;
        const sharedTokens = mergeable.sharedTokens(planned);
        if (sharedTokens === 0) return undefined;
        const kind = kindOf(original, planned);
        const request = requests.at(kind, time);
        // The second item brings the first one's overhead as well.
        const around = request !== undefined && request.arrivals.length > 1 ? overhead : 2 * overhead;
        const item = itemOf(planned, sharedTokens, around);
        if (item === undefined) return undefined;
        const info = models.info(model, provider, time);
        if (info === undefined || info.contextWindow === 0) {
          unbounded++;
          return undefined;
        }
        if (request !== undefined) {
          const whole = addTokens(request.usage, item.usage);
          const apartUsd = request.costUsd + item.usd;
          const togetherUsd = models.cost({ model, provider, time, tier, usage: whole });
          const isFit =
            promptTokens(whole) + whole.output <= info.contextWindow &&
            (info.maxOutput === 0 || whole.output <= info.maxOutput) &&
            // Else the long prompt of all together has other rates than each item.
            Math.abs(togetherUsd - apartUsd) <= ROUNDING * apartUsd;
          if (isFit) {
            requests.join(request, time, whole, apartUsd);
            if (request.answered <= time) inTurn++;
            noteAnswer(request, original);
            counts.join(original, sharedTokens);
            if (scope !== 'global' && original.user === '' && original.session === '') unnamed++;
            return {
              usage: item.usage,
              hasOtherPrompt: true,
              group: 'joins a request',
              risk: 'sharedRequest',
            };
          }
        }
        if (around === overhead && itemOf(planned, sharedTokens, 2 * overhead) === undefined)
          return undefined;
        noteAnswer(requests.open(kind, time, planned.usage, costUsd), original);
        counts.open(original);
        return OPENS;
      },
      assumptions() {
        const { gathered, templates: all } = gathering.count();
        const said = [
          'a model answers several items in one request as well, and as long, as each by itself',
          `each item of a merged request has ${overhead} more input tokens, and nothing else is needed to tell the answers apart`,
          `items wait until their request is full or ${window} after its first one, also those that stay alone; that the answers of all must be there before the first can be read comes on top`,
          minShared > 0
            ? `${gathered} of ${all} templates are gathered: those of which a share of ${minShared} of the calls finds others to share a request with over this whole log, as known beforehand; calls of the others are sent at once`
            : 'every call that could be an item waits, whether or not others come',
          'items agree in template, system prompt, tools, model, provider, endpoint and parameters; the first pays for the shared part, the others have it taken out where it was billed (cache reads first), and what followed it is no longer read from a cache',
          'conversations, calls of tools, streamed and failed calls stay, and answers in JSON that a parameter demands unless they are asked for',
          'a request holds what fits the context window and the longest output of its model, and stays below long-context prices',
        ];
        if (inTurn > 0) {
          said.push(
            `${inTurn} joined calls came when an earlier item of their request was answered already: a program that works through its items one by one must hand over several at once`,
          );
        }
        if (unnamed > 0 && scope === 'user') {
          said.push(`${unnamed} joined calls name neither user nor session: they may be several people's`);
        }
        if (scope !== 'user') said.push('one request may hold items of several users');
        if (untimed > 0) said.push(`${untimed} calls have no time and stay`);
        if (unbounded > 0)
          said.push(`${unbounded} calls stay because the context window of their model is not known`);
        return said;
      },
      metrics() {
        requests.finish();
        return [
          { key: 'joinedCalls', label: 'Calls that join another', kind: 'count', value: counts.joined },
          { key: 'mergedRequests', label: 'Merged requests', kind: 'count', value: requests.merged },
          { key: 'mergedItems', label: 'Items in them', kind: 'count', value: requests.items },
          { key: 'largestRequest', label: 'Most items in one', kind: 'count', value: requests.largest },
          {
            key: 'sharedTokens',
            label: 'Prompt tokens not sent again',
            kind: 'tokens',
            value: counts.sharedTokens,
          },
          ...delays.metrics('Wait for other items'),
        ];
      },
      views: () => [counts.view()],
    };
  },
});
