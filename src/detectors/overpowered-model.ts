import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import type { Call } from '../model/call.ts';
import type { ModelInfo } from '../model/price.ts';
import { Names } from '../patterns/columns/names.ts';
import { NumberColumn } from '../patterns/columns/number-column.ts';
import { AnswerUnits } from './answers/answer-units.ts';
import { KnownModels } from './answers/known-models.ts';
import { PromptTurns } from './answers/prompt-turns.ts';
import { TASK_RULES, type Task, type TaskRules, TaskShapes } from './answers/task-shapes.ts';
import { TokenQuantiles } from './context/token-quantiles.ts';
import { savedByMove } from './model-tiers/model-move.ts';
import { smallerModels } from './model-tiers/smaller-models.ts';

/** Simple tasks on a model above its vendor's small tier. */
export const overpoweredModel = defineDetector({
  id: 'overpowered-model',
  title: 'Overpowered models',
  describe:
    'Successful calls of a simple task on a model for which its vendor sold a small one at the time. Judged are all calls of a template ' +
    '(of a feature where the template has fewer than minPrompts different prompts) on one model, and 95% of them must have the shape: prompts up to maxPrompt, ' +
    'no tools, and either classification (answers up to maxAnswer tokens without reasoning, at most maxLabels different ones and half as many as prompts, ' +
    'or a logged output limit that small where the log has no answers), extraction (an answer that is JSON, up to maxFields tokens and half the prompt, no conversation), ' +
    'or short answers (up to maxAnswer tokens to prompts up to 1,000, no conversation, not cut off at a limit). ' +
    'Avoidable: the difference to the price of the same tokens on the small model, converted to its tokenizer, where it saves at least minSaving. ' +
    'For review: short answers to prompts that are not in the log, share no template or took reasoning, and tasks whose calls mostly reason with 200 tokens or more. ' +
    'Nobody has compared the answers: the quality on the small model is not verified.',
  why: 'A larger model bills every token at a multiple of what the small one of the same vendor asks, also where the task does not need it.',
  basis: 'assumed',
  needs: ['usage', 'price'],
  options: {
    minPrompts: {
      default: 10,
      min: 2,
      describe:
        'Different prompts of a template on one model from which its task is judged; without prompts in the log, calls. Own choice.',
    },
    maxPrompt: {
      default: TASK_RULES.maxPrompt,
      min: 1,
      describe: 'Longest prompt of a simple task in tokens. Own choice.',
    },
    maxAnswer: {
      default: TASK_RULES.maxAnswer,
      min: 1,
      describe: 'Longest label or short answer in tokens, reasoning left aside. Own choice.',
    },
    maxFields: {
      default: TASK_RULES.maxFields,
      min: 1,
      describe: 'Longest extracted JSON in tokens. Own choice.',
    },
    maxLabels: {
      default: TASK_RULES.maxLabels,
      min: 1,
      describe: 'Most different answers of a classification. Own choice.',
    },
    minSaving: {
      default: 0.2,
      min: 0.01,
      max: 1,
      describe: "Least share of a call's price that the small model saves, from 0 to 1. Own choice.",
    },
    target: {
      default: '',
      describe:
        "Model to compare with, sold by the same provider; empty takes the vendor's small model of the time (vendors' model pages).",
    },
  },
  columns: [
    { key: 'task', label: 'Task', kind: 'text' },
    { key: 'model', label: 'Model', kind: 'text' },
    { key: 'target', label: 'Small model', kind: 'text' },
    { key: 'price', label: 'Price there', kind: 'percent' },
    { key: 'templateCalls', label: 'Calls of the template', kind: 'count' },
    { key: 'answer', label: 'Answers up to (p95)', kind: 'tokens' },
    { key: 'labels', label: 'Different answers', kind: 'count' },
    { key: 'reasoning', label: 'Calls that reason', kind: 'percent' },
    { key: 'quality', label: 'Quality there', kind: 'text' },
  ],
  fix: (options) =>
    `Send simple tasks to ${options.target === '' ? "the vendor's small model" : options.target}, after comparing both models' answers on a sample: ` +
    `the quality is not verified (found: at least ${options.minPrompts} different prompts, answers of up to ${options.maxAnswer} tokens or JSON of up to ${options.maxFields}).`,
  start: (context, options, sink) => new OverpoweredModelRun(context, options, sink),
});

interface Options extends TaskRules {
  readonly minPrompts: number;
  readonly minSaving: number;
  readonly target: string;
}

interface Group {
  readonly unit: number;
  readonly task: Task;
  readonly answers: TokenQuantiles;
  /** Sum of the shares saved. */
  saved: number;
  /** Of the latest call. */
  target: string;
}

class OverpoweredModelRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #options: Options;
  readonly #sink: FindingSink;
  readonly #models: KnownModels;
  readonly #units: AnswerUnits;
  readonly #shapes: TaskShapes;
  readonly #targets = new Names();
  readonly #groups: Group[] = [];
  /** Calls that have a simple shape and a cheaper target. */
  readonly #indices = new NumberColumn();
  readonly #unitOf = new NumberColumn();
  /** Shape of the call, its answer's tokens and its target. */
  readonly #shapeOf = new NumberColumn();
  readonly #answers = new NumberColumn();
  readonly #targetOf = new NumberColumn();
  readonly #saved = new NumberColumn();

  constructor(context: DetectorContext, options: Options, sink: FindingSink) {
    this.#context = context;
    this.#options = options;
    this.#sink = sink;
    this.#models = new KnownModels(context.models, (info, call) => this.#targetsOf(info, call));
    this.#units = new AnswerUnits(context);
    this.#shapes = new TaskShapes(this.#units, context.prompts, new PromptTurns(context.prompts), options);
  }

  see(call: Call): void {
    if (call.failed || call.cacheHit || call.endpoint === 'embedding' || call.usage.output === 0) return;
    const { info, targets } = this.#models.of(call);
    if (info === undefined || targets.length === 0) return;
    const unit = this.#units.add(call, info);
    if (unit < 0) return;
    const shape = this.#shapes.add(unit, call);
    if (shape === 0 || !this.#units.isNamed(unit)) return;
    for (const target of targets) {
      const saved = savedByMove(this.#context.models, call, target);
      if (!(saved >= this.#options.minSaving)) continue;
      const row = this.#indices.push(call.index);
      this.#unitOf.set(row, unit);
      this.#shapeOf.set(row, shape);
      this.#answers.set(row, call.usage.output - call.usage.reasoning);
      this.#targetOf.set(row, this.#targets.id(target.id));
      this.#saved.set(row, Math.min(1, saved));
      return;
    }
  }

  finish(): void {
    const groupOf = new Map<number, number>();
    for (let row = 0; row < this.#indices.length; row++) {
      const unit = this.#units.judged(this.#unitOf.get(row), this.#options.minPrompts);
      if (unit < 0) continue;
      let number = groupOf.get(unit);
      if (number === undefined) {
        number = this.#open(unit);
        groupOf.set(unit, number);
      }
      const group = this.#groups[number];
      if (group === undefined || !this.#shapes.fits(this.#shapeOf.get(row), group.task)) continue;
      const saved = this.#saved.get(row);
      group.saved += saved;
      group.answers.add(this.#answers.get(row));
      group.target = this.#targets.name(this.#targetOf.get(row));
      this.#sink.add(number, this.#indices.get(row), 'all', saved);
    }
  }

  describe(number: number): ReturnType<DetectorRun['describe']> {
    const { unit, task, answers, saved, target } = this.#groups[number]!;
    const model = this.#units.model(unit);
    const answer = answers.quantile(0.95);
    const labels = task === 'classification' ? this.#shapes.labels(unit) : Number.NaN;
    const evidence = Number.isNaN(labels)
      ? `answers of up to ${answer} tokens`
      : `${labels} different answers of up to ${answer} tokens`;
    const effort = this.#shapes.thinks(unit)
      ? ' Lower its reasoning effort first: it reasons at length over a task that looks simple.'
      : '';
    return {
      id: this.#units.id(unit),
      label: this.#units.label(unit),
      columns: {
        task,
        model,
        target,
        price: 1 - saved / answers.count,
        templateCalls: this.#units.calls(unit),
        answer,
        labels: Number.isNaN(labels) ? null : labels,
        reasoning: this.#shapes.reasoningShare(unit),
        quality: 'not verified',
      },
      fix:
        `Set the model of this ${task === 'short answers' ? 'question' : task} (${evidence}) from ${model} to ${target}, ` +
        `after comparing both on a sample: the quality of ${target} here is not verified.${effort}`,
    };
  }

  #targetsOf(info: ModelInfo, { model, provider, time }: Call): readonly ModelInfo[] {
    const { models } = this.#context;
    if (this.#options.target === '') return smallerModels(info, models.offered(model, provider, time));
    const target = models.info(this.#options.target, provider, time);
    return target === undefined || target.id === info.id ? [] : [target];
  }

  /** Number of the unit's group; -1 when its task is not simple. */
  #open(unit: number): number {
    const task = this.#shapes.task(unit);
    if (task === undefined) return -1;
    const isGuess =
      task === 'short answers' &&
      (this.#shapes.isUnread(unit) || this.#units.isMixed(unit) || this.#shapes.reasoningShare(unit) > 0.5);
    const number = this.#sink.group({ review: isGuess || this.#shapes.thinks(unit) });
    this.#groups[number] = { unit, task, answers: new TokenQuantiles(), saved: 0, target: '' };
    return number;
  }
}
