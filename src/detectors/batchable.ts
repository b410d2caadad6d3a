import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import type { Call } from '../model/call.ts';
import { batchEndpoint } from '../patterns/offline/batch-endpoints.ts';
import {
  type BurstRule,
  type OfflineCalls,
  OfflineWork,
  USUAL_BURST,
} from '../patterns/offline/offline-work.ts';

/** Calls that nobody waited for, billed at more than the batch rate. */
export const batchable = defineDetector({
  id: 'batchable',
  title: 'Calls for the batch rate',
  describe:
    'Answered calls that were not streamed, are no turn of a conversation and no step of an agent (no answer of this log in their prompt, ' +
    'and theirs in no later prompt; where prompts are not in the log, none that grow within a session), name no person as their user, and came in bursts of one feature or template on one model. ' +
    'Certain: the feature, a tag or the user says that it is a job (nightly, batch, backfill, eval, etl, cron, offline, ...); or the use is at rest ' +
    'most of the day, its burst takes a minute or more, and it is at night at a steady pace, or its calls start as soon as the ones before them end, or its name is one that jobs carry ' +
    '(embed, index, report, summary, ...). For review: jobs by their name that trickle, and bursts with less evidence. A job may name a ' +
    'person for each call; other requests that many users or sessions send are never taken for a job. ' +
    'Saved is the difference between the rate of the call and the batch rate, over all its tokens (cached input has no batch rate with ' +
    'some models); models without a batch rate and calls at the batch or flex rate are left out.',
  why: 'Providers sell the same answer for about half the price when it may take up to 24 hours, and these calls had the time.',
  basis: 'estimated',
  needs: ['time', 'usage', 'price'],
  options: {
    minCalls: {
      default: USUAL_BURST.minCalls,
      min: 2,
      describe: 'Calls within the window, on average, from which they are a burst (own choice).',
    },
    window: {
      default: USUAL_BURST.window,
      min: 1,
      describe: 'Length of that window in seconds (own choice).',
    },
    pause: {
      default: USUAL_BURST.pause,
      min: 1,
      describe: 'Longest pause in seconds between calls of one burst, from end to start (own choice).',
    },
  },
  columns: [
    { key: 'evidence', label: 'Evidence', kind: 'text' },
    { key: 'model', label: 'Model', kind: 'text' },
    { key: 'bursts', label: 'Bursts', kind: 'count' },
    { key: 'largest', label: 'Largest', kind: 'count' },
    { key: 'saved', label: 'Saved at the batch rate', kind: 'percent' },
  ],
  fix: (options) =>
    'Send work that nobody waits for through the batch API (OpenAI /v1/batches, Anthropic /v1/messages/batches, Gemini batch mode, Bedrock batch inference); its price is the wait: answers come within 24 hours. ' +
    `Found with bursts of at least ${options.minCalls} calls per ${options.window} s, pauses up to ${options.pause} s.`,
  start: (context, options, sink) => new BatchableRun(context, options, sink),
});

interface Group {
  readonly use: number;
  readonly isReview: boolean;
  readonly evidence: Set<string>;
  calls: number;
  bursts: number;
  largest: number;
  saved: number;
}

class BatchableRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #sink: FindingSink;
  readonly #work: OfflineWork;
  readonly #groups: Group[] = [];
  readonly #numbers = new Map<number, number>();

  constructor(context: DetectorContext, rule: BurstRule, sink: FindingSink) {
    this.#context = context;
    this.#sink = sink;
    this.#work = new OfflineWork(context, rule);
  }

  see(call: Call): void {
    this.#work.see(call);
  }

  finish(): void {
    this.#work.finish((found) => this.#claim(found));
  }

  describe(group: number): ReturnType<DetectorRun['describe']> {
    const { use, isReview, evidence, calls, bursts, largest, saved } = this.#groups[group]!;
    const { feature, template, model, provider, sender, isWeak } = this.#work.use(use);
    const { id: templateId, label } = this.#templateNames(template);
    const named = feature === '' ? label : feature;
    return {
      id: [
        isReview ? 'review' : 'batch',
        feature,
        templateId,
        model,
        provider,
        sender,
        isWeak ? 'weak' : '',
      ].join('/'),
      label: named === '' ? model : named,
      columns: { evidence: [...evidence].join(', '), model, bursts, largest, saved: saved / calls },
      fix: `Collect these calls on ${model} and send them through ${batchEndpoint(provider, model)}; the price is the wait, up to 24 hours for the answers, so keep what is needed sooner out of it.`,
    };
  }

  #templateNames(template: number): { readonly id: string; readonly label: string } {
    const { prompts, templates } = this.#context;
    if (template < 0) return { id: '', label: '' };
    const number = Math.floor(template / 2);
    if (template % 2 === 1) return { id: templates.id(number), label: templates.label(number) };
    const { preview } = prompts.facts(prompts.segment(number));
    return { id: prompts.key(number).slice(0, 12), label: preview };
  }

  #claim({ use, isReview, evidence, calls, saved }: OfflineCalls): void {
    const key = use * 2 + (isReview ? 1 : 0);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#sink.group({ review: isReview });
      this.#numbers.set(key, number);
      this.#groups[number] = {
        use,
        isReview,
        evidence: new Set(),
        calls: 0,
        bursts: 0,
        largest: 0,
        saved: 0,
      };
    }
    const group = this.#groups[number]!;
    for (const word of evidence) group.evidence.add(word);
    group.bursts++;
    group.calls += calls.length;
    group.largest = Math.max(group.largest, calls.length);
    for (let i = 0; i < calls.length; i++) {
      group.saved += saved[i]!;
      this.#sink.add(number, calls[i]!, 'all', saved[i]!);
    }
  }
}
