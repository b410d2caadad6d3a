import { closeUsage, countAt, type LoggedUsage } from '../record/logged-count.ts';
import type { JsonObject } from '../record/record-access.ts';

/** Under which names a log of Gemini CLI keeps the counts of the API's `usageMetadata`. */
export interface GeminiNames {
  readonly input: string;
  readonly output: string;
  readonly cached: string;
  readonly thoughts: string;
  readonly tool: string;
  readonly total: string;
}

/**
 * The usage of one answer: cached tokens are inside the input, thoughts and the results of built-in tools stand beside it
 * (Gemini API reference, `UsageMetadata`: the total is the sum of prompt, candidates, tool use and thoughts; FORMATS 0.2). Thoughts are
 * billed as output, tool results as input. Where a total shows that one of them is inside after all, it is not added;
 * Gemini CLI writes 0 for a total that the API did not give.
 */
export function geminiUsage(holder: JsonObject, names: GeminiNames): LoggedUsage {
  const notes: string[] = [];
  const input = countAt(holder, names.input, notes);
  const output = countAt(holder, names.output, notes);
  const cached = countAt(holder, names.cached, notes) ?? 0;
  const thoughts = countAt(holder, names.thoughts, notes) ?? 0;
  const tool = countAt(holder, names.tool, notes) ?? 0;
  const total = countAt(holder, names.total, notes) ?? 0;
  if (input === undefined || output === undefined) return closeUsage(undefined, notes);
  const [isThoughtsIn, isToolIn] = layoutOf(input + output, thoughts, tool, total, notes);
  const prompt = input + (isToolIn ? 0 : tool);
  const answer = output + (isThoughtsIn ? 0 : thoughts);
  // More cached than sent cannot be inside: the input then stands beside it.
  const isCachedOut = cached > prompt;
  if (isCachedOut) notes.push(`${cached} cached tokens exceed the input of ${prompt}`);
  return closeUsage(
    {
      input: isCachedOut ? prompt : prompt - cached,
      cacheRead: cached,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      output: answer,
      reasoning: Math.min(thoughts, answer),
    },
    notes,
  );
}

/** Whether thoughts and tool results are inside input and output: the first reading, nearest to the rule, that gives the total. */
function layoutOf(
  sides: number,
  thoughts: number,
  tool: number,
  total: number,
  notes: string[],
): readonly [boolean, boolean] {
  if (total === 0 || total === sides + thoughts + tool) return [false, false];
  if (total === sides + thoughts) return [false, true];
  if (total === sides + tool) return [true, false];
  if (total === sides) return [true, true];
  notes.push(
    `total ${total} is not input and output ${sides} plus thoughts ${thoughts} and tool tokens ${tool}`,
  );
  return [false, false];
}
