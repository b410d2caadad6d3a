import type { ResponseText } from '../../model/call-record.ts';
import type { Segment } from '../../model/segment.ts';

/** What the APIs allow as a tool's name: letters, digits, `_`, `-` (OpenAI, Anthropic: 64, 128), dots and colons of MCP. */
const NAME = /^[\w.:-]{1,128}$/;

/**
 * Of a tool schema the tool's name, in any vendor's form; of a model's message the names of the tools it calls. A short answer
 * may look like a name too, hence these are only compared with the names of tools that were offered.
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
  if (!isRecord(value)) return [];
  // Gemini puts all functions into one tool.
  const declared = value.functionDeclarations ?? value.function_declarations;
  if (Array.isArray(declared)) return declared.flatMap((each) => nameOf(each));
  for (const inner of [value.function, value.toolSpec, value]) {
    const names = nameOf(inner);
    if (names.length > 0) return names;
  }
  return typeof value.type === 'string' && NAME.test(value.type) ? [value.type] : [];
}

function nameOf(value: unknown): string[] {
  return isRecord(value) && typeof value.name === 'string' && NAME.test(value.name) ? [value.name] : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
