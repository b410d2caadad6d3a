/** Longer answers are not searched for JSON: nobody's structured output is a quarter of a megabyte. */
const SEARCHED = 1 << 18;

/** The parameters by which the APIs demand JSON (OpenAI chat and Responses, Anthropic, Gemini, Ollama's `format`). */
export function demandsJson(params: Readonly<Record<string, unknown>> | undefined): boolean {
  if (params === undefined) return false;
  const { response_format, text, generationConfig, generation_config, format, output_format, output_config } =
    params;
  return (
    isJsonType(response_format) ||
    isJsonType(inside(text, 'format')) ||
    isJsonType(output_format) ||
    isJsonType(inside(output_config, 'format')) ||
    isJsonMime(generationConfig) ||
    isJsonMime(generation_config) ||
    format === 'json'
  );
}

function isJsonType(format: unknown): boolean {
  const type = inside(format, 'type');
  return type === 'json_object' || type === 'json_schema';
}

function isJsonMime(config: unknown): boolean {
  const mime = inside(config, 'responseMimeType') ?? inside(config, 'response_mime_type');
  return mime === 'application/json';
}

function inside(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/**
 * UTF-16 units of the one JSON object or array that an answer is or holds (its outermost brackets), 0 when there is none.
 * What stands around it, a code fence included, was not asked for where JSON was.
 */
export function jsonLength(answer: string): number {
  if (answer.length > SEARCHED) return 0;
  const start = answer.search(/[[{]/);
  if (start < 0) return 0;
  const end = answer.lastIndexOf(answer[start] === '{' ? '}' : ']') + 1;
  if (end <= start + 1) return 0;
  const isWhole = start === 0 && end === answer.length;
  try {
    JSON.parse(isWhole ? answer : answer.slice(start, end));
    return end - start;
  } catch {
    return 0;
  }
}
