import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import { answerEnding } from '../model/answer-ending.ts';
import type { Call } from '../model/call.ts';
import { combine52, hash52 } from '../model/hash.ts';
import { HashTable } from '../model/hash-table.ts';
import { modelAsked, requestIdentity } from '../patterns/attempts/request-identity.ts';
import { isSampled } from '../patterns/attempts/sampling.ts';
import { Names } from '../patterns/columns/names.ts';
import { NumberColumn } from '../patterns/columns/number-column.ts';

/** Calls that ask again what was answered before. */
export const duplicates = defineDetector({
  id: 'duplicates',
  title: 'Repeated prompts',
  describe:
    'Successful calls with the same prompt, the same model and the same output-shaping parameters as an earlier ' +
    'successful call. The prompt is the same when it is byte-equal (exact) or differs only in case and white space ' +
    '(normalised; prompts known only by hashes are compared exactly). Avoidable: everything but the first success. ' +
    'Failed attempts, repeats of a failure, answers from the own cache and the first whole answer after cut ones are never counted.',
  why: 'The answer was already paid for: asking again buys nothing that the first call had not bought.',
  basis: 'measured',
  needs: ['prompts'],
  options: {
    scope: {
      default: 'global',
      choices: ['global', 'user', 'feature'],
      describe:
        'Whose earlier answer may be used again: anyone, the same user, or the same feature; calls that name no user or feature are then left out.',
    },
    normalise: {
      default: true,
      describe: 'Whether prompts that differ only in case and white space are the same.',
    },
    sampled: {
      default: true,
      describe:
        'Whether to count a repeat that was sampled (temperature above 0 or not set) and whose answer is new or not logged.',
    },
  },
  columns: [
    { key: 'kind', label: 'Match', kind: 'text' },
    { key: 'model', label: 'Model', kind: 'text' },
    { key: 'sent', label: 'Times sent', kind: 'count' },
    { key: 'answers', label: 'Distinct answers', kind: 'count' },
    { key: 'users', label: 'Users', kind: 'count' },
    { key: 'span', label: 'First to last', kind: 'ms' },
  ],
  fix: (options) =>
    `Keep answers in a cache keyed by the ${options.normalise ? 'prompt (case and white space normalised)' : 'exact prompt'}, model and parameters, ` +
    `${options.scope === 'global' ? 'shared by all users' : `one for each ${options.scope}`}, and answer repeats from it` +
    `${options.sampled ? '; where different answers to one prompt are wanted, set sampled=false to leave those out.' : ' (repeats sampled for a different answer are not counted: sampled=false).'}`,
  start: (context, options, sink) => new DuplicatesRun(context, options, sink),
});

interface Options {
  readonly scope: string;
  readonly normalise: boolean;
  readonly sampled: boolean;
}

/** One slot per distinct request that succeeded; its facts are columns, so that millions of distinct prompts fit. */
class DuplicatesRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #options: Options;
  readonly #sink: FindingSink;
  readonly #slots = new HashTable();
  readonly #identities = new NumberColumn();
  readonly #nodes = new NumberColumn();
  readonly #params = new NumberColumn();
  readonly #models = new NumberColumn();
  readonly #scopes = new NumberColumn();
  readonly #firstTimes = new NumberColumn();
  readonly #lastTimes = new NumberColumn();
  readonly #sent = new NumberColumn();
  readonly #respelled = new NumberColumn();
  readonly #firstAnswers = new NumberColumn();
  readonly #firstUsers = new NumberColumn();
  readonly #answers = new NumberColumn();
  readonly #users = new NumberColumn();
  readonly #firstCalls = new NumberColumn();
  /** 1 once an answer was not cut off at its token limit. */
  readonly #whole = new NumberColumn();
  readonly #groups = new NumberColumn(-1);
  readonly #slotOfGroup = new NumberColumn();
  /** (slot, answer or user) of requests that were repeated. */
  readonly #seen = new Set<number>();
  readonly #names = new Names();

  constructor(context: DetectorContext, options: Options, sink: FindingSink) {
    this.#context = context;
    this.#options = options;
    this.#sink = sink;
  }

  see(call: Call): void {
    if (call.prompt < 0 || call.failed || call.cacheHit) return;
    const scope = this.#scope(call);
    if (scope === undefined) return;
    const key = combine52(requestIdentity(this.#promptIdentity(call.prompt), call), hash52(scope));
    const slot = this.#slots.get(key);
    if (slot < 0) {
      this.#slots.set(key, this.#open(call, scope));
      return;
    }
    if (this.#sent.get(slot) === 1) {
      this.#count(this.#answers, slot, 1, this.#firstAnswers.get(slot));
      this.#count(this.#users, slot, 2, this.#firstUsers.get(slot));
    }
    const isNewAnswer = this.#count(this.#answers, slot, 1, call.response);
    this.#count(this.#users, slot, 2, call.user === '' ? 0 : hash52(call.user));
    this.#sent.add(slot, 1);
    this.#lastTimes.set(slot, call.time);
    if (call.prompt !== this.#nodes.get(slot)) this.#respelled.set(slot, 1);
    if (this.#isFirstWhole(slot, call)) return;
    const isUncertain = isNewAnswer || call.response === 0;
    if (!this.#options.sampled && isUncertain && isSampled(call)) return;
    this.#sink.add(this.#group(slot), call.index, 'all');
  }

  finish(): void {}

  describe(group: number): ReturnType<DetectorRun['describe']> {
    const { prompts } = this.#context;
    const slot = this.#slotOfGroup.get(group);
    const node = this.#nodes.get(slot);
    const model = this.#names.name(this.#models.get(slot));
    const scope = this.#names.name(this.#scopes.get(slot));
    const span = this.#lastTimes.get(slot) - this.#firstTimes.get(slot);
    const parts = [prompts.key(node), model, this.#params.get(slot).toString(36)];
    return {
      id: (scope === '' ? parts : [...parts, scope]).join('/'),
      label: prompts.facts(prompts.segment(node)).preview,
      columns: {
        kind: this.#respelled.get(slot) === 1 ? 'normalised' : 'exact',
        model,
        sent: this.#sent.get(slot),
        answers: this.#answers.get(slot) || null,
        users: this.#users.get(slot) || null,
        span: Number.isNaN(span) ? null : span,
      },
    };
  }

  #scope(call: Call): string | undefined {
    if (this.#options.scope === 'global') return '';
    const name = this.#options.scope === 'user' ? call.user : call.feature;
    return name === '' ? undefined : name;
  }

  /** Hashes of prompts have no case: what is known only as blocks is compared by its node. */
  #promptIdentity(node: number): number {
    const known = this.#identities.get(node);
    if (known !== 0) return known;
    const { prompts } = this.#context;
    const isExact = !this.#options.normalise || prompts.facts(prompts.segment(node)).kind === 'block';
    const identity = isExact ? combine52(1, node) : combine52(2, prompts.normalized(node));
    this.#identities.set(node, identity);
    return identity;
  }

  #open(call: Call, scope: string): number {
    const slot = this.#sent.push(1);
    this.#firstCalls.set(slot, call.index);
    this.#nodes.set(slot, call.prompt);
    this.#isFirstWhole(slot, call);
    this.#params.set(slot, call.params);
    this.#models.set(slot, this.#names.id(modelAsked(call)));
    this.#scopes.set(slot, this.#names.id(scope));
    this.#firstTimes.set(slot, call.time);
    this.#firstAnswers.set(slot, call.response);
    this.#firstUsers.set(slot, call.user === '' ? 0 : hash52(call.user));
    return slot;
  }

  /** A whole answer after cut ones: no cache could have given it. */
  #isFirstWhole(slot: number, call: Call): boolean {
    if (this.#whole.get(slot) === 1 || answerEnding(call.finishReason) === 'cut') return false;
    this.#whole.set(slot, 1);
    return true;
  }

  /** Counts what is known (not 0) and new; says whether it was. */
  #count(counts: NumberColumn, slot: number, kind: 1 | 2, value: number): boolean {
    if (value === 0) return false;
    const key = combine52(combine52(slot, kind), value);
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    counts.add(slot, 1);
    return true;
  }

  #group(slot: number): number {
    const known = this.#groups.get(slot);
    if (known >= 0) return known;
    const group = this.#sink.group();
    this.#groups.set(slot, group);
    this.#slotOfGroup.set(group, slot);
    this.#sink.keep(group, this.#firstCalls.get(slot));
    return group;
  }
}
