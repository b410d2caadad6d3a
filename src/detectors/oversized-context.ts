import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import type { Call } from '../model/call.ts';
import { PROMPT_ZONES, type ZoneTokens, zonesOf } from '../model/prompt-zones.ts';
import { promptTokens, type TokenCounts } from '../model/usage.ts';
import { type Parts, PromptParts } from '../patterns/prompts/prompt-parts.ts';
import { ContextGroup } from './context/context-group.ts';
import {
  type Template,
  templateId,
  templateLabel,
  templateOf,
  templateOrFirst,
} from './context/prompt-template.ts';
import { RepeatedPassages } from './context/repeated-passages.ts';
import { type SizeRules, type TemplateSizes, UsualSizes } from './context/usual-sizes.ts';

/** Input that a call did not need: text sent twice in one prompt, and prompts far larger than their like. */
export const oversizedContext = defineDetector({
  id: 'oversized-context',
  title: 'Oversized context',
  describe:
    'Repeated (measured): passages of at least minTokens that stand earlier in the same prompt, found in steps of about 16 words, so the ends may be missed; ' +
    'the first occurrence is needed, later ones are avoidable, at the rate (full or cached) of the place where they stand. ' +
    'Unusual (estimated): calls whose prompt without history and tool schemas is more than factor times the median of their template and at least minExcess tokens above it; ' +
    'history counts where it is odd: no earlier call of the log ended with the message it answers, at most maxShare of the calls of the template have such, and fewer than 5% continue an earlier call; ' +
    'a template is a feature, else what shares a mined template (the fixed part of the prompts); avoidable is what exceeds the 95th percentile of its usual calls. ' +
    'A template of which more than maxShare of the calls is unusual serves several purposes and goes to review. ' +
    'Near limit: calls whose prompt and requested output fill more than windowShare of the context window; nothing of them is counted as avoidable.',
  why: 'Every token of the prompt is billed in every call, whether the answer needed it or not.',
  basis: 'measured',
  needs: ['usage'],
  options: {
    minTokens: { default: 64, min: 1, describe: 'Shortest repeated passage in tokens.' },
    minCalls: {
      default: 10,
      min: 2,
      describe:
        'Calls of a template from which its usual size is judged; of fewer than 20 usual calls the 95th percentile is the largest.',
    },
    factor: { default: 3, min: 1, describe: "Times the template's median from which a call is unusual." },
    minExcess: {
      default: 500,
      min: 1,
      describe: "Tokens above the template's median from which a call is unusual.",
    },
    maxShare: {
      default: 0.35,
      min: 0,
      max: 1,
      describe:
        'Share of unusual calls above which a template is shown under review, from 0 to 1. Own choice: a quarter leaves small templates to chance.',
    },
    windowShare: {
      default: 0.9,
      min: 0,
      max: 1,
      describe: 'Share of the context window from which a call is near its limit, from 0 to 1.',
    },
  },
  columns: [
    { key: 'kind', label: 'Kind', kind: 'text' },
    { key: 'median', label: 'Median size', kind: 'tokens' },
    { key: 'p95', label: 'Usual up to', kind: 'tokens' },
    { key: 'templateCalls', label: 'Calls of the template', kind: 'count' },
    { key: 'largest', label: 'Largest prompt', kind: 'tokens' },
    { key: 'repeated', label: 'Repeated', kind: 'percent' },
    { key: 'tools', label: 'Tools', kind: 'percent' },
    { key: 'history', label: 'History', kind: 'percent' },
    { key: 'window', label: 'Context window', kind: 'tokens' },
    { key: 'passage', label: 'Most repeated in', kind: 'text' },
  ],
  fix: (options) =>
    `Send each passage once: refer to what the prompt already holds instead of pasting it again (found: repeats of ${options.minTokens} tokens and more). ` +
    `Cap retrieved context and tool results at what the calls of a template usually need (found: more than ${options.factor} times the median and ${options.minExcess} tokens above it, of at least ${options.minCalls} calls).`,
  start: (context, options, sink) => new OversizedContextRun(context, options, sink),
});

interface Options extends SizeRules {
  readonly minTokens: number;
  readonly windowShare: number;
}

class OversizedContextRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #options: Options;
  readonly #sink: FindingSink;
  readonly #passages: RepeatedPassages;
  readonly #parts: PromptParts;
  readonly #sizes: UsualSizes;
  readonly #groups = new Map<number, ContextGroup>();
  /** Numbers of the groups: of repeated passages by template, of calls near the limit by model. */
  readonly #repeated = new Map<number, number>();
  readonly #nearLimit = new Map<string, number>();

  constructor(context: DetectorContext, options: Options, sink: FindingSink) {
    this.#context = context;
    this.#options = options;
    this.#sink = sink;
    this.#passages = new RepeatedPassages(context.prompts, options.minTokens);
    this.#parts = new PromptParts(context.prompts);
    this.#sizes = new UsualSizes(options);
  }

  see(call: Call): void {
    const prompt = promptTokens(call.usage);
    if (call.cacheHit || prompt === 0) return;
    const parts = this.#parts.of(call);
    const claimed = this.#seeRepeated(call, prompt, parts);
    const template = templateOf(call, this.#context.prompts, this.#context.templates);
    if (template !== undefined) {
      const size = prompt - (parts === undefined ? 0 : parts.tools + parts.history);
      this.#sizes.add(template, call.index, size, without(call.usage, claimed), prompt, parts);
    }
    this.#seeLimit(call, prompt, parts);
  }

  finish(): void {
    const unusual = new Map<number, number>();
    for (const { index, template, excess } of this.#sizes.unusual()) {
      let group = unusual.get(template);
      if (group === undefined) {
        const sizes = this.#sizes.sizes(template);
        group = this.#open('unusual', sizes.template, sizes);
        unusual.set(template, group);
      }
      this.#sink.add(group, index, withoutZeros(excess));
    }
  }

  describe(group: number): ReturnType<DetectorRun['describe']> {
    return this.#groups.get(group)!.describe(this.#context.prompts);
  }

  /** Returns what was claimed. */
  #seeRepeated(call: Call, prompt: number, parts: Parts | undefined): ZoneTokens {
    const { spans, segment } = this.#passages.in(call);
    const tokens = zonesOf(spans, call.usage);
    if (spans.length === 0) return tokens;
    const template = templateOrFirst(call, this.#context.prompts, this.#context.templates);
    let number = this.#repeated.get(template.key);
    if (number === undefined) {
      number = this.#open('repeated', template);
      this.#repeated.set(template.key, number);
    }
    const group = this.#groups.get(number)!;
    group.prompts.add(prompt, parts);
    group.addRepeated(
      spans.reduce((sum, { from, to }) => sum + to - from, 0),
      segment,
    );
    this.#sink.add(number, call.index, withoutZeros(tokens), 1, spans);
    return tokens;
  }

  #seeLimit(call: Call, prompt: number, parts: Parts | undefined): void {
    const info = this.#context.models.info(call.model, call.provider, call.time);
    if (info === undefined || info.contextWindow === 0) return;
    const output = call.maxOutputTokens > 0 ? call.maxOutputTokens : call.usage.output;
    if (prompt + output <= this.#options.windowShare * info.contextWindow) return;
    const name = `${info.provider}/${info.id}`;
    let number = this.#nearLimit.get(name);
    if (number === undefined) {
      number = this.#sink.group({ basis: 'measured' });
      this.#groups.set(number, new ContextGroup('near limit', name, () => info.id));
      this.#nearLimit.set(name, number);
    }
    const group = this.#groups.get(number)!;
    group.window = info.contextWindow;
    group.prompts.add(prompt, parts);
    this.#sink.add(number, call.index, {});
  }

  #open(kind: 'repeated' | 'unusual', template: Template, sizes?: TemplateSizes): number {
    const { prompts } = this.#context;
    const review = sizes !== undefined && sizes.unusual > this.#options.maxShare * sizes.calls;
    const number = this.#sink.group({ review, basis: kind === 'repeated' ? 'measured' : 'estimated' });
    const label = () => templateLabel(template, prompts);
    this.#groups.set(number, new ContextGroup(kind, templateId(template, prompts), label, sizes));
    return number;
  }
}

function without(usage: TokenCounts, claimed: ZoneTokens): ZoneTokens {
  const left = { cacheRead: 0, cacheWrite1h: 0, cacheWrite5m: 0, input: 0 };
  for (const zone of PROMPT_ZONES) left[zone] = usage[zone] - claimed[zone];
  return left;
}

function withoutZeros(tokens: ZoneTokens): Partial<TokenCounts> {
  return Object.fromEntries(
    PROMPT_ZONES.filter((zone) => tokens[zone] > 0).map((zone) => [zone, tokens[zone]]),
  );
}
