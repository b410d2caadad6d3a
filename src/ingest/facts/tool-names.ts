import type { ResponseText } from '../../model/call-record.ts';
import type { Segment } from '../../model/segment.ts';

/** What the APIs allow as a tool's name: letters, digits, `_`, `-` (OpenAI, Anthropic: 64, 128), dots, colons and slashes of MCP clients. */
const NAME = /^[\w.:/-]{1,128}$/;

/**
 * Of a tool schema the tool's name, in any vendor's form; of a model's message the names of the tools it calls. A short answer
 * may look like a name too, hence these are only compared with the names of tools that were offered. No names have tools that
 * cannot be compared so: a provider's own, known by their type alone (their calls name what they do), a remote server as a whole, and
 * deferred ones, whose schemas are no part of the prompt until a search finds them (Anthropic and OpenAI docs, "Tool search").
 */
export function toolNames({ kind, role, strings }: Segment): readonly string[] {
  if (kind === 'tool') return schemaNames(strings[0] ?? '');
  if (kind !== 'message' || (role !== 'assistant' && role !== 'model')) return [];
  return [...new Set(strings.filter((text) => NAME.test(text)))];
}

/** Distinct names of the tools that an answer calls, sorted, as compact JSON; '' for none. */
export function toolsCalled(response: ResponseText | undefined): string {
  if (response === undefined || response.toolCalls.length === 0) return '';
  const names = [...new Set(response.toolCalls.filter((text) => NAME.test(text)))].sort();
  return names.length === 0 ? '' : JSON.stringify(names);
}

function schemaNames(schema: string): readonly string[] {
  let value: unknown;
  try {
    value = JSON.parse(schema);
  } catch {
    return [];
  }
  return namesIn(value);
}

function namesIn(value: unknown): readonly string[] {
  if (!isRecord(value) || value.defer_loading === true) return [];
  // Gemini puts all functions into one tool, OpenAI those of a namespace.
  const inner = value.functionDeclarations ?? value.function_declarations ?? value.tools;
  if (Array.isArray(inner)) return inner.flatMap((each) => namesIn(each));
  for (const holder of [value.function, value.custom, value.toolSpec, value]) {
    const names = nameOf(holder);
    if (names.length > 0) return names;
  }
  return [];
}

function nameOf(value: unknown): string[] {
  return isRecord(value) && typeof value.name === 'string' && NAME.test(value.name) ? [value.name] : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
