import type { Call } from '../../model/call.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';
import type { AnswerUnits } from './answer-units.ts';
import type { Task, TaskShapes } from './task-shapes.ts';
import type { VerboseClaim } from './verbose-claim.ts';

interface Rules {
  readonly minCalls: number;
  readonly minReasoning: number;
  readonly reasoningFactor: number;
  readonly keepReasoning: number;
}

/** Finds reasoning that dominates calls of simple tasks. Which tasks are simple is known after the last call only. */
export class LongReasoning {
  readonly #units: AnswerUnits;
  readonly #shapes: TaskShapes;
  readonly #rules: Rules;
  readonly #indices = new NumberColumn();
  readonly #unitOf = new NumberColumn();
  readonly #shapeOf = new NumberColumn();
  readonly #reasoning = new NumberColumn();
  readonly #outputs = new NumberColumn();

  constructor(units: AnswerUnits, shapes: TaskShapes, rules: Rules) {
    this.#units = units;
    this.#shapes = shapes;
    this.#rules = rules;
  }

  add(unit: number, call: Call, shape: number): void {
    const { output, reasoning } = call.usage;
    const { minReasoning, reasoningFactor, keepReasoning } = this.#rules;
    if (shape === 0 || reasoning < minReasoning || reasoning <= keepReasoning) return;
    if (reasoning < reasoningFactor * (output - reasoning)) return;
    const row = this.#indices.push(call.index);
    this.#unitOf.set(row, unit);
    this.#shapeOf.set(row, shape);
    this.#reasoning.set(row, reasoning);
    this.#outputs.set(row, output);
  }

  *found(): Generator<VerboseClaim & { readonly unit: number; readonly task: Task }> {
    const tasks = new Map<number, Task | undefined>();
    for (let row = 0; row < this.#indices.length; row++) {
      const unit = this.#units.judged(this.#unitOf.get(row), this.#rules.minCalls);
      if (unit < 0) continue;
      if (!tasks.has(unit)) tasks.set(unit, this.#shapes.task(unit));
      const task = tasks.get(unit);
      if (task === undefined || !this.#shapes.fits(this.#shapeOf.get(row), task)) continue;
      const length = this.#reasoning.get(row);
      const tokens = length - this.#rules.keepReasoning;
      yield { index: this.#indices.get(row), unit, tokens, output: this.#outputs.get(row), length, task };
    }
  }
}
