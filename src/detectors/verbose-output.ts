import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import type { Call } from '../model/call.ts';
import { AnswerUnits } from './answers/answer-units.ts';
import { JsonAnswers } from './answers/json-answers.ts';
import { KnownModels } from './answers/known-models.ts';
import { LongAnswers } from './answers/long-answers.ts';
import { LongReasoning } from './answers/long-reasoning.ts';
import { PromptTurns } from './answers/prompt-turns.ts';
import { TASK_RULES, TaskShapes } from './answers/task-shapes.ts';
import { VerboseGroups } from './answers/verbose-groups.ts';

/** Output that nobody needed: rambling answers, prose around JSON, long reasoning over simple tasks. */
export const verboseOutput = defineDetector({
  id: 'verbose-output',
  title: 'Verbose output',
  describe:
    'Long (estimated): answers more than factor times the median of their template on their model, at least minExcess tokens above it and beyond its spread ' +
    '(twice the distance of the quartiles above the third, on logarithms); avoidable is what exceeds the 95th percentile of the usual answers, reasoning left aside. ' +
    'A template whose third quartile is more than three times its first has no usual length and is not judged; one with more than maxShare long answers, ' +
    'conversations, and prompts that share no template, are for review; answers that call tools are left out. ' +
    'Where a call gives more to work on than the third quartile of its template, the limit is higher in the same proportion: a longer text has a longer translation. ' +
    'Around JSON (estimated): JSON was asked for, by a parameter or in the prompt, and minProse characters or more stand around it, code fences not counted; ' +
    'avoidable is their share of the answer. No JSON: it was asked for and the whole answer is none; for review, since it may be of no use at all. ' +
    'Where only the prompt asks, at least half of the answers of the template must hold JSON, else the prompt did not mean it; and unless it says that nothing else may ' +
    'stand there, or half of those answers are JSON alone, prose is for review: it may have been asked for as well. ' +
    'Reasoning (assumed): at least minReasoning tokens and reasoningFactor times the answer, in a template that classifies or extracts by its shape; ' +
    'avoidable is what exceeds keepReasoning, which a lower effort is assumed to need. Other templates of short answers are for review: a short answer can need a long thought.',
  why: 'Output is billed at several times the price of input, and so is the reasoning that nobody reads.',
  basis: 'estimated',
  needs: ['usage'],
  options: {
    minCalls: {
      default: 10,
      min: 4,
      describe:
        'Answers of a template on one model from which its usual length is judged; different prompts from which its task is. Own choice.',
    },
    factor: {
      default: 3,
      min: 1,
      describe: "Times the template's median from which an answer is long. Own choice.",
    },
    minExcess: {
      default: 50,
      min: 1,
      describe: "Tokens above the template's median from which an answer is long. Own choice.",
    },
    maxShare: {
      default: 0.2,
      min: 0,
      max: 1,
      describe:
        'Share of long answers above which a template is shown under review, from 0 to 1. Own choice.',
    },
    minProse: {
      default: 40,
      min: 1,
      describe: 'Characters around JSON that count, code fences left aside. Own choice.',
    },
    minReasoning: {
      default: 200,
      min: 1,
      describe: 'Reasoning tokens from which a simple task is thought about too long. Own choice.',
    },
    reasoningFactor: {
      default: 5,
      min: 1,
      describe: 'Times the answer from which reasoning dominates a call. Own choice.',
    },
    keepReasoning: {
      default: 128,
      min: 0,
      describe:
        'Reasoning tokens that a simple task is assumed to need. The default is the least budget Gemini 2.5 Pro can be given (ai.google.dev, "Thinking").',
    },
  },
  columns: [
    { key: 'kind', label: 'Kind', kind: 'text' },
    { key: 'model', label: 'Model', kind: 'text' },
    { key: 'templateCalls', label: 'Calls of the template', kind: 'count' },
    { key: 'median', label: 'Median', kind: 'tokens' },
    { key: 'p95', label: 'Usual up to', kind: 'tokens' },
    { key: 'longest', label: 'Longest', kind: 'tokens' },
    { key: 'extra', label: 'Extra', kind: 'percent' },
    { key: 'task', label: 'Task', kind: 'text' },
  ],
  fix: (options) =>
    "Say in the prompt how long an answer may be and set the output limit near the template's usual length; ask for JSON by a schema parameter instead of in words; " +
    `lower the reasoning effort of simple tasks (found: answers of more than ${options.factor} times the median and ${options.minExcess} tokens above it, ` +
    `${options.minProse} characters around JSON, reasoning of ${options.minReasoning} tokens and ${options.reasoningFactor} times the answer).`,
  start: (context, options, sink) => new VerboseOutputRun(context, options, sink),
});

interface Options {
  readonly minCalls: number;
  readonly factor: number;
  readonly minExcess: number;
  readonly maxShare: number;
  readonly minProse: number;
  readonly minReasoning: number;
  readonly reasoningFactor: number;
  readonly keepReasoning: number;
}

class VerboseOutputRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #models: KnownModels;
  readonly #units: AnswerUnits;
  readonly #shapes: TaskShapes;
  readonly #json: JsonAnswers;
  readonly #long: LongAnswers;
  readonly #reasoning: LongReasoning;
  readonly #groups: VerboseGroups;

  constructor(context: DetectorContext, options: Options, sink: FindingSink) {
    const turns = new PromptTurns(context.prompts);
    this.#context = context;
    this.#models = new KnownModels(context.models);
    this.#units = new AnswerUnits(context);
    this.#shapes = new TaskShapes(this.#units, context.prompts, turns, TASK_RULES);
    this.#json = new JsonAnswers(turns, options.minProse);
    this.#long = new LongAnswers(this.#units, options);
    this.#reasoning = new LongReasoning(this.#units, this.#shapes, options);
    this.#groups = new VerboseGroups(this.#units, sink);
  }

  see(call: Call): void {
    const { output, reasoning } = call.usage;
    if (call.failed || call.cacheHit || call.endpoint === 'embedding' || output === 0) return;
    const { prompts } = this.#context;
    const unit = this.#units.add(call, this.#models.of(call).info);
    if (unit < 0) return;
    const shape = this.#shapes.add(unit, call);
    if (output <= reasoning) return;
    this.#reasoning.add(unit, call, shape);
    if (call.toolsCalled !== '') return;
    const prose = this.#json.add(unit, call);
    // An agent's steps are as long as what they do.
    if (call.prompt < 0 || prompts.toolTokens(call.prompt) === 0) this.#long.add(unit, call, prose);
  }

  finish(): void {
    const groups = this.#groups;
    const json = this.#json;
    for (const { unit, isWhole, ...claim } of json.found()) {
      const kind = isWhole ? 'no JSON' : 'around JSON';
      groups.claim({ kind, unit, review: isWhole || json.isProseWanted(unit) }, claim);
    }
    const isClaimed = (own: number) => json.isMeant(own) && !json.isProseWanted(own);
    for (const { unit, usual, isMost, ...claim } of this.#long.found(isClaimed)) {
      const review = isMost || this.#units.isMixed(unit) || this.#shapes.isConversation(unit);
      groups.claim({ kind: 'long', unit, review, usual }, claim);
    }
    for (const { unit, task, ...claim } of this.#reasoning.found()) {
      groups.claim({ kind: 'reasoning', unit, review: task === 'short answers', task }, claim);
    }
  }

  describe(group: number): ReturnType<DetectorRun['describe']> {
    return this.#groups.describe(group);
  }
}
