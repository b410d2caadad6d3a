import { closeUsage, countAt, type LoggedUsage } from '../record/logged-count.ts';
import { type JsonObject, objectOf } from '../record/record-access.ts';

/**
 * The tokens of a message: input excludes the cache, output excludes reasoning (the total of 684 of 688 rows of a real
 * database is the sum of all five, pingdotgg/t3code#10926; opencode's `getUsage`). Versions before
 * April 2026 left the reasoning of some providers inside the output (anomalyco/opencode#21047); a total that says so is believed.
 * Cache writes have no lifetime in the log and are read as the default one.
 */
export function opencodeUsage(tokens: JsonObject): LoggedUsage {
  const notes: string[] = [];
  const cache = objectOf(tokens.cache);
  const input = countAt(tokens, 'input', notes);
  const output = countAt(tokens, 'output', notes);
  const reasoning = countAt(tokens, 'reasoning', notes) ?? 0;
  const cacheRead = countAt(cache, 'read', notes) ?? 0;
  const cacheWrite5m = countAt(cache, 'write', notes) ?? 0;
  const total = countAt(tokens, 'total', notes);
  if (input === undefined || output === undefined) return closeUsage(undefined, notes);
  const sides = input + cacheRead + cacheWrite5m + output;
  const isInside = reasoning > 0 && reasoning <= output && total === sides;
  if (total !== undefined && total !== sides + reasoning && !isInside) {
    notes.push(`total ${total} is not the sum of the tokens, ${sides + reasoning}`);
  }
  const billed = output + (isInside ? 0 : reasoning);
  return closeUsage({ input, cacheRead, cacheWrite5m, cacheWrite1h: 0, output: billed, reasoning }, notes);
}
