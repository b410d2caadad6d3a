import type { GroupDescription } from '../../contracts/detector.ts';
import type { Prompts } from '../../contracts/prompts.ts';
import type { Basis } from '../../model/usage.ts';
import { type CacheScope, isUsuallyServed } from '../../patterns/caching/cache-scopes.ts';
import { CAUSE_NAMES, type Cause, causeFix, HELD_CAUSES, type HeldCause } from './miss-cause.ts';

/** Fewer calls with a prefix a little too short are no pattern. Own choice. */
const SHORT_CALLS = 10;

/** One call behind other text may be the first of a new version of the prompt. Own choice. */
const TEXT_CALLS = 2;

/** Calls of one template to one model. */
export interface MissTemplate {
  readonly number: number;
  readonly id: string;
  readonly label: string;
  readonly scope: CacheScope;
  calls: number;
  /** Calls for which the cache held a prefix, and those of them that did not read it. */
  held: number;
  missed: number;
}

export interface MissPlace {
  /** Segment at which the prompts part; -1 when there is none. */
  readonly segment: number;
  /** Tokens of the call before it. */
  readonly position: number;
  /** Index of the earlier call that it is compared with; -1 when there is none. */
  readonly reference: number;
}

/** Calls that missed the cache for one cause. */
export class MissGroup {
  readonly cause: Cause;
  readonly template: MissTemplate;
  readonly #segment: number;
  readonly #position: number;
  claims = 0;
  tokens = 0;
  /** Index of the call before the first of the group; -1 when there is none. */
  readonly reference: number;
  /** Of a prefix below the minimum: its longest, in tokens. */
  longest = 0;

  constructor(cause: Cause, template: MissTemplate, place: MissPlace) {
    this.cause = cause;
    this.template = template;
    this.#segment = place.segment;
    this.#position = Math.round(place.position);
    this.reference = place.reference;
  }

  get isWorthShowing(): boolean {
    if (this.cause === 'minimum') return this.claims >= SHORT_CALLS;
    return this.cause !== 'text' || this.claims >= TEXT_CALLS;
  }

  /**
   * Not certain: calls whose usage is not logged, and an automatic cache of which the log never shows a read (most likely
   * it leaves them out) or that serves nearly all calls of the template. A short prefix is no money, and whether a model of OpenAI's offers the longer retention is not known.
   */
  get isReview(): boolean {
    const { mode, hasReads } = this.template.scope;
    const { held, missed } = this.template;
    if (this.cause === 'usage' || this.cause === 'minimum') return true;
    if (this.cause === 'missed' && mode === 'automatic') return !hasReads || isUsuallyServed(missed, held);
    return this.cause === 'gap' && mode === 'automatic';
  }

  /** Measured where the prefix is byte-equal and the log shows that it tells of caching; estimated where something has to be moved. */
  get basis(): Basis {
    const isHeld =
      HELD_CAUSES.includes(this.cause as HeldCause) && this.cause !== 'model' && this.cause !== 'gap';
    return isHeld && this.template.scope.hasCaching && !this.isReview ? 'measured' : 'estimated';
  }

  describe(prompts: Prompts): GroupDescription {
    const { cause, template } = this;
    const { scope } = template;
    const where = placeName(prompts, this.#segment);
    return {
      id: [cause, template.id, scope.provider, scope.model].join('/'),
      label: template.label,
      columns: {
        cause: CAUSE_NAMES[cause],
        model: scope.model,
        where,
        position: this.#position,
        tokens: this.tokens,
        missed: this.claims / template.calls,
      },
      fix: causeFix({
        cause,
        where,
        position: this.#position,
        model: scope.model,
        provider: scope.provider,
        isExplicit: scope.mode === 'explicit',
        missing: Math.max(1, Math.ceil(scope.minimum - this.longest)),
        minimum: scope.minimum,
        isMinimumKnown: scope.isMinimumKnown,
        hasReads: scope.hasReads,
      }),
    };
  }
}

/** A segment in words. */
function placeName(prompts: Prompts, segment: number): string {
  if (segment < 0) return 'end of the prompt';
  const { kind, role, names } = prompts.facts(segment);
  switch (kind) {
    case 'system':
      return 'system prompt';
    case 'tool':
      return names[0] === undefined ? 'tool schemas' : `tool schema ${names[0]}`;
    case 'message':
      return role === '' ? 'message' : `${role} message`;
    case 'block':
      return 'prompt';
  }
}
