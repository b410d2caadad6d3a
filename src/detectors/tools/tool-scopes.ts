import { combine52 } from '../../model/hash.ts';
import { Names } from '../../patterns/columns/names.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

/** What the answers of some calls say about the tools that were offered. All are numbers of answers. */
export interface Evidence {
  /** Answers that show what they call, or that they call nothing. */
  readonly certain: number;
  /** Answers without a call, which say so only if the log shows calls at all. */
  readonly silent: number;
  /** Answers that ended with a call which is not logged. */
  readonly hidden: number;
  /** Answers of which nothing is logged. */
  readonly unseen: number;
  /** Answers that a later prompt holds. */
  readonly history: number;
}

const OPENINGS_TOLD_APART = 3;
/** A pair of a scope and a name is one number: scope times this plus the name's. */
const NAMES = 2 ** 26;

/**
 * Calls of one feature, template and beginning (system prompts and tools). There may be as many as there are beginnings: those that
 * belong together are joined at the end.
 */
export class ToolScopes {
  /** By head, its first scope; most heads have one. The others by all that they are made of. */
  readonly #firsts = new NumberColumn(-1);
  readonly #others = new Map<number, number>();
  readonly #features = new Names();
  readonly #feature = new NumberColumn();
  readonly #template = new NumberColumn();
  readonly #head = new NumberColumn();
  readonly #set = new NumberColumn();
  readonly #evidence: { readonly [K in keyof Evidence]: NumberColumn } = {
    certain: new NumberColumn(),
    silent: new NumberColumn(),
    hidden: new NumberColumn(),
    unseen: new NumberColumn(),
    history: new NumberColumn(),
  };
  /** The first conversations seen, by what opens them: enough to tell one from several. */
  readonly #openings = new NumberColumn(-1);
  /** Names called, by scope and name: each pair once. */
  readonly #called = new Set<number>();
  readonly #names = new Names();

  get count(): number {
    return this.#feature.length;
  }

  of(feature: string, template: number, head: number, set: number): number {
    const id = this.#features.id(feature);
    const first = this.#firsts.get(head);
    if (first >= 0 && this.#feature.get(first) === id && this.#template.get(first) === template) return first;
    const key = combine52(combine52(id, template), head);
    let scope = first < 0 ? undefined : this.#others.get(key);
    if (scope !== undefined) return scope;
    scope = this.#feature.push(id);
    this.#template.set(scope, template);
    this.#head.set(scope, head);
    this.#set.set(scope, set);
    if (first < 0) this.#firsts.set(head, scope);
    else this.#others.set(key, scope);
    return scope;
  }

  add(scope: number, kind: keyof Evidence, answers = 1): void {
    this.#evidence[kind].add(scope, answers);
  }

  open(scope: number, opening: number): void {
    for (let i = 0; i < OPENINGS_TOLD_APART; i++) {
      const at = scope * OPENINGS_TOLD_APART + i;
      const known = this.#openings.get(at);
      if (known === opening) return;
      if (known >= 0) continue;
      this.#openings.set(at, opening);
      return;
    }
  }

  call(scope: number, name: string): void {
    this.#called.add(scope * NAMES + this.#names.id(name));
  }

  /** Names called in each scope. */
  *calls(): Generator<readonly [scope: number, name: string]> {
    for (const pair of this.#called) yield [Math.floor(pair / NAMES), this.#names.name(pair % NAMES)];
  }

  feature(scope: number): string {
    return this.#features.name(this.#feature.get(scope));
  }

  template(scope: number): number {
    return this.#template.get(scope);
  }

  head(scope: number): number {
    return this.#head.get(scope);
  }

  set(scope: number): number {
    return this.#set.get(scope);
  }

  evidence(scope: number, kind: keyof Evidence): number {
    return this.#evidence[kind].get(scope);
  }

  /** Conversations told apart, up to three. */
  conversations(scope: number): number {
    let count = 0;
    while (count < OPENINGS_TOLD_APART && this.#openings.get(scope * OPENINGS_TOLD_APART + count) >= 0)
      count++;
    return count;
  }
}
