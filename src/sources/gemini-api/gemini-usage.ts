import type { TokenCounts } from '../../model/usage.ts';
import { closeUsage, countAt, type LoggedUsage } from '../record/logged-count.ts';
import type { JsonObject } from '../record/record-access.ts';

interface Counts {
  readonly prompt: number;
  readonly candidates: number;
  readonly thoughts: number;
  readonly toolUse: number;
  readonly cached: number;
  readonly total: number | undefined;
}

/** Which counts stand outside the one that they could be part of. */
interface Layout {
  readonly thoughts: boolean;
  readonly toolUse: boolean;
  readonly cached: boolean;
}

/** The API's own rule first, then what loggers were seen to make of it. */
const LAYOUTS: readonly Layout[] = [
  { thoughts: true, toolUse: true, cached: false },
  { thoughts: false, toolUse: true, cached: false },
  { thoughts: true, toolUse: false, cached: false },
  { thoughts: false, toolUse: false, cached: false },
  { thoughts: true, toolUse: true, cached: true },
];

/**
 * Reads `usageMetadata`, in the API's spelling or the Python SDK's. Its rule (Gemini API reference, "UsageMetadata"; FORMATS 5):
 * `promptTokenCount` includes `cachedContentTokenCount`; `candidatesTokenCount` excludes `thoughtsTokenCount`, and
 * `toolUsePromptTokenCount` is further input; the total is the sum of the four without the cached. Where the total says
 * otherwise, it decides. Counts of 0 are left out by the API: no candidates when an answer was blocked.
 */
export function geminiUsage(usage: JsonObject, isEmbedding: boolean): LoggedUsage {
  const notes: string[] = [];
  const read = (camel: string, snake: string) => countAt(usage, camel, notes) ?? countAt(usage, snake, notes);
  const prompt = read('promptTokenCount', 'prompt_token_count');
  const candidates = read('candidatesTokenCount', 'candidates_token_count');
  if (notes.length > 0) return closeUsage(undefined, notes);
  const thoughts = read('thoughtsTokenCount', 'thoughts_token_count') ?? 0;
  const toolUse = read('toolUsePromptTokenCount', 'tool_use_prompt_token_count') ?? 0;
  const cached = read('cachedContentTokenCount', 'cached_content_token_count') ?? 0;
  const total = read('totalTokenCount', 'total_token_count');
  const rest = total === undefined ? undefined : total - thoughts - toolUse;
  if (prompt === undefined && (candidates === undefined || rest === undefined || rest < candidates)) {
    return closeUsage(undefined, [...notes, 'usage has no promptTokenCount']);
  }
  const asked = prompt ?? rest! - candidates!;
  if (prompt === undefined) notes.push(`usage has no promptTokenCount: ${asked} taken from the total`);
  let answered = candidates ?? 0;
  if (candidates === undefined && !isEmbedding && rest !== undefined && rest > asked) {
    answered = rest - asked;
    notes.push(`usage has no candidatesTokenCount: ${answered} taken from the total`);
  }
  const counts = { prompt: asked, candidates: answered, thoughts, toolUse, cached, total };
  return closeUsage(split(counts, layoutOf(counts, notes)), notes);
}

function layoutOf(counts: Counts, notes: string[]): Layout {
  const [own, , , , outside] = LAYOUTS as readonly [Layout, Layout, Layout, Layout, Layout];
  const { prompt, candidates, thoughts, toolUse, cached, total } = counts;
  const possible = LAYOUTS.filter((layout) => holds(counts, layout));
  const adding = possible.find((layout) => total === totalUnder(counts, layout));
  if (adding !== undefined) {
    if (adding.cached && cached > 0) notes.push('cached tokens are counted outside the prompt tokens');
    else if (!adding.toolUse && toolUse > 0)
      notes.push(`the total leaves no room for ${toolUse} tool-use tokens beside the prompt`);
    return adding;
  }
  if (total !== undefined) {
    const sum = `${prompt} prompt, ${candidates} candidates, ${thoughts} thoughts and ${toolUse} tool-use tokens`;
    notes.push(`totalTokenCount ${total} is not the sum of ${sum}`);
  }
  if (holds(counts, own)) return own;
  notes.push(`${cached} cached tokens exceed the prompt of ${prompt}`);
  return outside;
}

/** A part cannot exceed the whole that it is inside of. */
function holds({ prompt, candidates, thoughts, toolUse, cached }: Counts, layout: Layout): boolean {
  const inPrompt = (layout.cached ? 0 : cached) + (layout.toolUse ? 0 : toolUse);
  return inPrompt <= prompt && (layout.thoughts || thoughts <= candidates);
}

function totalUnder(counts: Counts, layout: Layout): number {
  const { prompt, candidates, thoughts, toolUse, cached } = counts;
  return (
    prompt +
    candidates +
    (layout.thoughts ? thoughts : 0) +
    (layout.toolUse ? toolUse : 0) +
    (layout.cached ? cached : 0)
  );
}

function split(counts: Counts, layout: Layout): TokenCounts {
  const { prompt, candidates, thoughts, toolUse, cached } = counts;
  return {
    input: prompt - (layout.cached ? 0 : cached) + (layout.toolUse ? toolUse : 0),
    cacheRead: cached,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    output: candidates + (layout.thoughts ? thoughts : 0),
    reasoning: thoughts,
  };
}
