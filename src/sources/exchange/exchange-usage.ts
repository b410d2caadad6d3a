import { isObject, type JsonObject, objectOf } from '../record/record-access.ts';
import { isCounted } from './exchange-shape.ts';
import { geminiUsageIn } from './gemini-shape.ts';
import { spelledUsage } from './spelled-usage.ts';

const SEARCH_DEPTH = 4;
const SEARCH_LIMIT = 400;
/** Not searched: schemas and texts, whose names are the user's, and sums over several calls. */
const NOT_SEARCHED = new Set(
  'messages input prompt tools functions response_format text session totals cumulative aggregate total_usage'.split(
    ' ',
  ),
);

/** The answer's own usage, else the logger's beside it, else the first one to depth 4 outside both bodies, else another spelling. */
export function usageOf(
  record: JsonObject,
  request: JsonObject | undefined,
  response: JsonObject | undefined,
): JsonObject | undefined {
  const metadata = objectOf(record.metadata);
  const own =
    objectOf(response?.usage) ?? objectOf(objectOf(response?.x_groq)?.usage) ?? geminiUsageIn(response);
  if (own !== undefined && isCounted(own)) return own;
  if (isCounted(record.usage)) return record.usage;
  if (isCounted(record)) return record;
  return searchFor(record, usageItself, request, response) ?? spelledUsage(response, record, metadata);
}

export function usageItself(candidate: JsonObject): JsonObject | undefined {
  return isCounted(candidate) ? candidate : undefined;
}

/** Breadth first over objects, never into lists, so that a record's size does not decide what a search costs. */
export function searchFor<T>(
  root: JsonObject,
  test: (candidate: JsonObject) => T | undefined,
  ...known: readonly (JsonObject | undefined)[]
): T | undefined {
  let level: JsonObject[] = [root];
  let seen = 0;
  for (let depth = 0; depth <= SEARCH_DEPTH && level.length > 0; depth++) {
    const next: JsonObject[] = [];
    for (const candidate of level) {
      const found = test(candidate);
      if (found !== undefined) return found;
      for (const name in candidate) {
        const child = candidate[name];
        if (++seen > SEARCH_LIMIT) return undefined;
        if (isObject(child) && !known.includes(child) && !NOT_SEARCHED.has(name)) next.push(child);
      }
    }
    level = next;
  }
  return undefined;
}
