import type { Prompts } from '../../contracts/prompts.ts';
import { answerEnding } from '../../model/answer-ending.ts';
import type { Call } from '../../model/call.ts';
import { combine52 } from '../../model/hash.ts';
import { promptTokens } from '../../model/usage.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';
import type { AnswerUnits } from './answer-units.ts';
import type { PromptTurns } from './prompt-turns.ts';

export type Task = 'classification' | 'extraction' | 'short answers';

/** What counts as a simple task; all own choices, in tokens without reasoning. */
export interface TaskRules {
  /** Longest prompt. */
  readonly maxPrompt: number;
  /** Longest label or short answer. */
  readonly maxAnswer: number;
  /** Longest extracted JSON. */
  readonly maxFields: number;
  /** Most distinct answers of a classification. */
  readonly maxLabels: number;
}

export const TASK_RULES: TaskRules = { maxPrompt: 4000, maxAnswer: 32, maxFields: 300, maxLabels: 30 };

/** This share of a unit's calls must have the shape: its 95th percentile decides, not its mean. Own choice. */
const SHARE = 0.95;
/** A free question whose prompt is longer asks to understand a document, however short its answer is. Own choice. */
const SHORT_PROMPT = 1000;
/** From so many reasoning tokens a call thinks at length. Own choice. */
const THINKS_FROM = 200;

/** Bits of one call's shape. */
const TINY = 1;
const FIELDS = 2;
/** A small answer that its limit cut off, so that it would have been longer. */
const CUT = 4;
/** An answer that ends at a limit of so many tokens was meant to be a label; own choice, as for cut answers. */
const LABEL_LIMIT = 16;

/** Tells units whose calls all ask for something simple, by the shape of prompts and answers alone. */
export class TaskShapes {
  readonly #units: AnswerUnits;
  readonly #prompts: Prompts;
  readonly #turns: PromptTurns;
  readonly #rules: TaskRules;
  readonly #tiny = new NumberColumn();
  readonly #fields = new NumberColumn();
  readonly #cut = new NumberColumn();
  readonly #short = new NumberColumn();
  readonly #capped = new NumberColumn();
  readonly #answered = new NumberColumn();
  readonly #thinking = new NumberColumn();
  readonly #reasoning = new NumberColumn();
  readonly #firstAnswers = new NumberColumn();
  readonly #distinct = new NumberColumn();
  readonly #histories = new NumberColumn(-1);
  readonly #turned = new NumberColumn();
  readonly #textless = new NumberColumn();
  /** (unit, answer) where a unit has more than one. */
  readonly #seen = new Set<number>();

  constructor(units: AnswerUnits, prompts: Prompts, turns: PromptTurns, rules: TaskRules) {
    this.#units = units;
    this.#prompts = prompts;
    this.#turns = turns;
    this.#rules = rules;
  }

  /** Call it once for each call that the units counted. Returns the call's own shape, for `fits`. */
  add(unit: number, call: Call): number {
    const shape = this.#shape(call);
    const history = this.#turns.history(call.prompt);
    this.#count(unit, call, shape, history);
    const wider = this.#units.wider(unit);
    if (wider >= 0) this.#count(wider, call, shape, history);
    return shape;
  }

  /** Whether a call of this shape is one of the task. */
  fits(shape: number, task: Task): boolean {
    return (shape & (task === 'extraction' ? FIELDS : TINY)) !== 0;
  }

  /** The task of a unit; undefined when it is none of the simple ones. */
  task(unit: number): Task | undefined {
    const least = SHARE * this.#units.calls(unit);
    const isTiny = this.#tiny.get(unit) >= least;
    if (isTiny && this.#isLabelled(unit, least)) return 'classification';
    if (this.isConversation(unit)) return undefined;
    if (this.#fields.get(unit) >= least) return 'extraction';
    if (this.#isCut(unit)) return undefined;
    return isTiny && this.#short.get(unit) >= least ? 'short answers' : undefined;
  }

  /** Distinct answers; NaN when the log has none or they are too many to be labels. */
  labels(unit: number): number {
    const distinct = this.#distinct.get(unit);
    return distinct === 0 || distinct > this.#rules.maxLabels ? Number.NaN : distinct;
  }

  /** Whether most of the calls think at length. */
  thinks(unit: number): boolean {
    return this.#thinking.get(unit) > this.#units.calls(unit) / 2;
  }

  /** Share of the calls that think at all. */
  reasoningShare(unit: number): number {
    return this.#reasoning.get(unit) / this.#units.calls(unit);
  }

  /** Whether calls go on from different earlier answers; examples that all calls share are no conversation. */
  isConversation(unit: number): boolean {
    return this.#turned.get(unit) > (1 - SHARE) * this.#units.calls(unit);
  }

  /** Whether what was asked is not in the log, so that nobody can say what the task was. */
  isUnread(unit: number): boolean {
    return this.#textless.get(unit) > (1 - SHARE) * this.#units.calls(unit);
  }

  #isCut(unit: number): boolean {
    return this.#cut.get(unit) > (1 - SHARE) * this.#units.calls(unit);
  }

  #isLabelled(unit: number, least: number): boolean {
    if (this.#answered.get(unit) < least) return this.#capped.get(unit) >= least && !this.#isCut(unit);
    const distinct = this.#distinct.get(unit);
    return distinct <= Math.min(this.#rules.maxLabels, this.#units.prompts(unit) / 2);
  }

  #shape(call: Call): number {
    const { maxPrompt, maxAnswer, maxFields } = this.#rules;
    const { output, reasoning } = call.usage;
    const prompt = promptTokens(call.usage);
    const visible = output - reasoning;
    if (visible <= 0 || prompt > maxPrompt || call.toolsCalled !== '') return 0;
    if (call.prompt >= 0 && this.#prompts.toolTokens(call.prompt) > 0) return 0;
    const cut = visible > LABEL_LIMIT && answerEnding(call.finishReason) === 'cut' ? CUT : 0;
    const tiny = visible <= maxAnswer ? TINY | cut : 0;
    const isJson = call.answerJsonLength > 0 && call.answerJsonLength >= call.answerLength / 2;
    return isJson && visible <= maxFields && visible <= prompt / 2 ? tiny | FIELDS : tiny;
  }

  #count(unit: number, call: Call, shape: number, history: number): void {
    if ((shape & TINY) !== 0) this.#tiny.add(unit, 1);
    if ((shape & FIELDS) !== 0) this.#fields.add(unit, 1);
    if ((shape & CUT) !== 0) this.#cut.add(unit, 1);
    if (promptTokens(call.usage) <= SHORT_PROMPT) this.#short.add(unit, 1);
    if (call.maxOutputTokens > 0 && call.maxOutputTokens <= this.#rules.maxAnswer) this.#capped.add(unit, 1);
    if (call.usage.reasoning > 0) this.#reasoning.add(unit, 1);
    if (call.usage.reasoning >= THINKS_FROM) this.#thinking.add(unit, 1);
    if (call.prompt < 0) this.#textless.add(unit, 1);
    if (history >= 0) {
      if (this.#histories.get(unit) < 0) this.#histories.set(unit, history);
      else if (this.#histories.get(unit) !== history) this.#turned.add(unit, 1);
    }
    this.#countAnswer(unit, call.response);
  }

  /** Counts distinct answers up to one more than labels can be. */
  #countAnswer(unit: number, answer: number): void {
    if (answer === 0) return;
    this.#answered.add(unit, 1);
    const distinct = this.#distinct.get(unit);
    if (distinct === 0) this.#firstAnswers.set(unit, answer);
    else if (distinct > this.#rules.maxLabels || answer === this.#firstAnswers.get(unit)) return;
    else {
      const key = combine52(unit, answer);
      if (this.#seen.has(key)) return;
      this.#seen.add(key);
    }
    this.#distinct.set(unit, distinct + 1);
  }
}
