import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import type { Call } from '../model/call.ts';
import { combine52, hash52 } from '../model/hash.ts';
import { PROMPT_ZONES, type Span, type ZoneTokens, zonesOf } from '../model/prompt-zones.ts';
import { promptTokens, type TokenCounts } from '../model/usage.ts';
import { evidenceOf, withoutPrefix } from './tools/answer-evidence.ts';
import { AnswerHistory } from './tools/answer-history.ts';
import { type SentTools, SentToolsColumn } from './tools/sent-tools.ts';
import { ToolScopes } from './tools/tool-scopes.ts';
import { ToolSets } from './tools/tool-sets.ts';
import { judge, type Verdict } from './tools/tool-verdicts.ts';
import { UnusedGroup } from './tools/unused-group.ts';

/**
 * No known vocabulary writes schemas in half again as many tokens as o200k_base (BILLING 8: 30% more at most); what a prompt is
 * billed beyond that are images and the provider's own additions, which do not go away with a tool.
 */
const LARGEST_SCALE = 1.5;

export const unusedTools = defineDetector({
  id: 'unused-tools',
  title: 'Unused tools',
  describe:
    'Tool schemas that calls of a feature and template send although no answer of theirs calls the tool, neither in the log nor in the conversations that later prompts repeat; a template is what begins with the same system prompts and tools, its varying parts aside. ' +
    'Avoidable are the schemas, at the rates that they were billed at. A tool called once is used. Left out are tools of the provider itself, remote servers as a whole and deferred tools. ' +
    'Under review: where all answers belong to one or two conversations, or where no answer of the log calls any tool and nothing else shows that such calls would be logged.',
  why: 'The schemas of all tools are part of the prompt and billed as input in every call.',
  basis: 'estimated',
  needs: ['prompts', 'tools', 'usage'],
  options: {
    minCalls: {
      default: 20,
      min: 1,
      describe:
        'Answers without a call of the tool from which it counts as unused. Own choice: by the rule of three, a tool that 15% of the answers need goes unseen in 20 with a chance below 5%.',
    },
  },
  columns: [
    { key: 'unused', label: 'Unused tools', kind: 'count' },
    { key: 'sent', label: 'Tools sent', kind: 'count' },
    { key: 'perCall', label: 'Tokens a call', kind: 'tokens' },
    { key: 'share', label: 'Share of prompt', kind: 'percent' },
    { key: 'answers', label: 'Answers seen', kind: 'count' },
    { key: 'proof', label: 'Evidence', kind: 'text' },
    { key: 'tools', label: 'Tokens by tool', kind: 'text' },
  ],
  fix: ({ minCalls }) =>
    `Take the tools that a template never calls out of its \`tools\` (found: those that none of at least ${minCalls} answers called). ` +
    'Those that are needed now and then can be left out of the prompt until they are searched for: `defer_loading` with the tool search of Anthropic or of OpenAI (GPT-5.4 and later).',
  start: (context, options, sink) => new UnusedToolsRun(context, options, sink),
});

interface Options {
  readonly minCalls: number;
}

class UnusedToolsRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #options: Options;
  readonly #sink: FindingSink;
  readonly #sets: ToolSets;
  readonly #history: AnswerHistory;
  readonly #scopes = new ToolScopes();
  readonly #sent = new SentToolsColumn();
  /** Names in what a call says it calls; the same few lists come again and again. */
  readonly #called = new Map<string, readonly string[]>();
  readonly #groups = new Map<number, UnusedGroup>();
  #showsCalls = false;

  constructor(context: DetectorContext, options: Options, sink: FindingSink) {
    this.#context = context;
    this.#options = options;
    this.#sink = sink;
    this.#sets = new ToolSets(context.prompts);
    this.#history = new AnswerHistory(context.prompts);
  }

  see(call: Call): void {
    const { prompts, templates } = this.#context;
    if (call.toolsCalled !== '') this.#showsCalls = true;
    if (call.prompt < 0 || call.cacheHit) return;
    const head = prompts.template(call.prompt);
    const set = head < 0 ? -1 : this.#sets.of(head);
    if (set < 0) return;
    const scope = this.#scopes.of(call.feature, templates.of(call), head, set);
    const { opening, answers, names } = this.#history.read(call.prompt, head);
    for (const name of names) this.#take(scope, name);
    if (answers > 0) this.#scopes.add(scope, 'history', answers);
    for (const name of this.#namesIn(call.toolsCalled)) this.#take(scope, name);
    const evidence = evidenceOf(call);
    if (evidence !== undefined) {
      this.#scopes.add(scope, evidence);
      this.#scopes.open(scope, combine52(opening, hash52(call.session)));
    }
    const prompt = promptTokens(call.usage);
    const base = prompts.tokens(call.prompt);
    if (prompt === 0 || base === 0) return;
    this.#sent.add(call.index, scope, Math.min(prompt / base, LARGEST_SCALE), call.usage);
  }

  finish(): void {
    const judgement = judge(this.#scopes, this.#sets, this.#showsCalls, this.#options.minCalls);
    const numbers = new Map<Verdict, number>();
    const byGroup = new Map<string, number>();
    for (const sent of this.#sent) {
      for (const verdict of judgement.of(sent.scope)) {
        let number = numbers.get(verdict);
        if (number === undefined) {
          number = this.#group(verdict, byGroup);
          numbers.set(verdict, number);
          this.#describeSet(number, verdict, this.#scopes.set(sent.scope));
        }
        this.#claim(number, verdict, sent);
      }
    }
  }

  describe(group: number): ReturnType<DetectorRun['describe']> {
    return this.#groups.get(group)!.describe();
  }

  #namesIn(toolsCalled: string): readonly string[] {
    if (toolsCalled === '') return [];
    let names = this.#called.get(toolsCalled);
    if (names === undefined) {
      names = JSON.parse(toolsCalled) as readonly string[];
      this.#called.set(toolsCalled, names);
    }
    return names;
  }

  #take(scope: number, name: string): void {
    for (const spelling of new Set([name, withoutPrefix(name)])) {
      if (!this.#sets.isOffered(spelling)) continue;
      this.#showsCalls = true;
      this.#scopes.call(scope, spelling);
    }
  }

  /** The tools of a template change over time: all its sets are one group. */
  #group({ proof, scope }: Verdict, byGroup: Map<string, number>): number {
    const { templates } = this.#context;
    const feature = this.#scopes.feature(scope);
    const template = this.#scopes.template(scope);
    const name = feature === '' ? templates.id(template) : `feature/${feature}`;
    const id = `${name}/${this.#sets.key(this.#scopes.set(scope))}`;
    let number = byGroup.get(`${proof}/${id}`);
    if (number === undefined) {
      number = this.#sink.group({ review: proof !== 'calls are logged' });
      byGroup.set(`${proof}/${id}`, number);
      const label = () => (feature === '' ? templates.label(template) : feature);
      this.#groups.set(number, new UnusedGroup(proof, id, label));
    }
    return number;
  }

  #describeSet(number: number, { unused, answers }: Verdict, set: number): void {
    const group = this.#groups.get(number)!;
    group.addSet(this.#sets.tools(set).length);
    for (const { names, from, to } of unused) group.addTool(names.join('+'), to - from, answers);
  }

  #claim(number: number, { proof, spans }: Verdict, { index, scale, usage }: SentTools): void {
    // Ends are rounded inwards, so that a tool's tokens are never overstated.
    const own = spans.map(({ from, to }) => ({ from: Math.ceil(from * scale), to: Math.floor(to * scale) }));
    const waste = proof === 'answers not logged' ? {} : billedAs(own, usage);
    const claimed = PROMPT_ZONES.reduce((sum, zone) => sum + (waste[zone] ?? 0), 0);
    this.#groups.get(number)!.addCall(claimed, promptTokens(usage), scale);
    this.#sink.add(number, index, waste, 1, own);
  }
}

function billedAs(spans: readonly Span[], usage: TokenCounts): Partial<TokenCounts> {
  if (promptTokens(usage) > usage.input) return withoutZeros(zonesOf(spans, usage));
  const input = spans.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0);
  return input === 0 ? {} : { input };
}

function withoutZeros(tokens: ZoneTokens): Partial<TokenCounts> {
  return Object.fromEntries(
    PROMPT_ZONES.filter((zone) => tokens[zone] > 0).map((zone) => [zone, tokens[zone]]),
  );
}
