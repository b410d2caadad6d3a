import type { DetectorContext } from '../../contracts/detector.ts';
import type { Prompts } from '../../contracts/prompts.ts';
import type { Templates } from '../../contracts/templates.ts';
import type { Call } from '../../model/call.ts';
import { combine52, hash52 } from '../../model/hash.ts';
import type { ModelInfo } from '../../model/price.ts';
import { Names } from '../../patterns/columns/names.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

/** More kinds of calls than this are no kinds: what comes later is not judged. */
const UNITS_KEPT = 1 << 17;
const NO_TEMPLATE = -1;
const WHOLE_FEATURE = -2;

/**
 * What is judged together: the calls of one template of one feature on one model, and, because a template can be rare, all
 * calls of the feature on that model. Numbers from 0; a fact per unit is a column.
 */
export class AnswerUnits {
  readonly #templates: Templates;
  readonly #prompts: Prompts;
  readonly #names = new Names();
  readonly #units = new Map<number, number>();
  readonly #features = new NumberColumn();
  readonly #templateOf = new NumberColumn();
  readonly #models = new NumberColumn();
  readonly #providers = new NumberColumn();
  readonly #wider = new NumberColumn(-1);
  readonly #calls = new NumberColumn();
  readonly #asked = new NumberColumn();
  /** The first unit that each prompt was seen in, by node; (unit, prompt) of the others. */
  readonly #firstUnits = new NumberColumn(-1);
  readonly #alsoAsked = new Set<number>();

  constructor({ templates, prompts }: Pick<DetectorContext, 'templates' | 'prompts'>) {
    this.#templates = templates;
    this.#prompts = prompts;
  }

  /** Counts the call; returns its own unit, -1 when there are too many. `info` is what the price book knows of its model. */
  add(call: Call, info: ModelInfo | undefined): number {
    const model = info?.id ?? call.model;
    const template = this.#template(call);
    const wider = call.feature === '' ? -1 : this.#unit(call.feature, WHOLE_FEATURE, model);
    const unit = template < 0 && wider >= 0 ? wider : this.#unit(call.feature, template, model);
    if (unit < 0) return -1;
    this.#calls.add(unit, 1);
    const isNew = this.#isNew(unit, call.prompt);
    if (isNew) this.#asked.add(unit, 1);
    const provider = info === undefined ? -1 : this.#names.id(info.provider);
    this.#providers.set(unit, provider);
    if (wider >= 0 && wider !== unit) {
      this.#calls.add(wider, 1);
      if (isNew) this.#asked.add(wider, 1);
      this.#wider.set(unit, wider);
      this.#providers.set(wider, provider);
    }
    return unit;
  }

  calls(unit: number): number {
    return this.#calls.get(unit);
  }

  /** Different prompts; each call whose prompt is not in the log counts as one. */
  prompts(unit: number): number {
    return this.#asked.get(unit);
  }

  /** The unit of the whole feature; -1 when the unit is that itself or has no feature. */
  wider(unit: number): number {
    return this.#wider.get(unit);
  }

  /**
   * The unit that has enough different prompts to be judged: the call's own, else its feature's; -1 when neither has.
   * One prompt sent again and again says nothing about a task.
   */
  judged(unit: number, minPrompts: number): number {
    if (!this.isNamed(unit)) return -1;
    if (this.prompts(unit) >= minPrompts) return unit;
    const wider = this.wider(unit);
    return wider >= 0 && this.prompts(wider) >= minPrompts ? wider : -1;
  }

  /** Whether anything but the model holds the calls together. */
  isNamed(unit: number): boolean {
    return this.#templateOf.get(unit) !== NO_TEMPLATE;
  }

  /** Whether its prompts share nothing: what is asked differs from call to call, and so may the answers. */
  isMixed(unit: number): boolean {
    const template = this.#templateOf.get(unit);
    return (
      template >= 0 && this.#features.get(unit) === this.#names.id('') && this.#templates.id(template) === ''
    );
  }

  model(unit: number): string {
    return this.#names.name(this.#models.get(unit));
  }

  /** The book's spelling, of the latest call; '' when the book does not know the model. */
  provider(unit: number): string {
    return this.#names.name(this.#providers.get(unit));
  }

  /** Stable across runs and machines. */
  id(unit: number): string {
    const template = this.#templateOf.get(unit);
    const feature = this.#names.name(this.#features.get(unit));
    const parts = [
      feature === '' ? '' : `feature/${feature}`,
      template < 0 ? '' : this.#templates.id(template),
    ];
    return [...parts.filter((part) => part !== ''), this.model(unit)].join('/');
  }

  label(unit: number): string {
    const template = this.#templateOf.get(unit);
    const feature = this.#names.name(this.#features.get(unit));
    const parts = [feature, template < 0 ? '' : this.#templates.label(template)];
    return parts.filter((part) => part !== '').join(': ') || this.model(unit);
  }

  #isNew(unit: number, node: number): boolean {
    if (node < 0) return true;
    const first = this.#firstUnits.get(node);
    if (first === unit) return false;
    if (first < 0) {
      this.#firstUnits.set(node, unit);
      return true;
    }
    const key = combine52(unit, node);
    if (this.#alsoAsked.has(key)) return false;
    this.#alsoAsked.add(key);
    return true;
  }

  /** Hashes of blocks say what is equal, not what was asked. */
  #template(call: Call): number {
    const node = call.prompt;
    if (node < 0 || this.#prompts.facts(this.#prompts.segment(node)).kind === 'block') return NO_TEMPLATE;
    return this.#templates.of(call);
  }

  #unit(feature: string, template: number, model: string): number {
    const key = combine52(combine52(hash52(feature), template - WHOLE_FEATURE), hash52(model));
    const known = this.#units.get(key);
    if (known !== undefined) return known;
    if (this.#units.size === UNITS_KEPT) return -1;
    const unit = this.#features.push(this.#names.id(feature));
    this.#templateOf.set(unit, template);
    this.#models.set(unit, this.#names.id(model));
    this.#units.set(key, unit);
    return unit;
  }
}
