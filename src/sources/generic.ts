import {
  defineSource,
  type ReadOptions,
  type ReadResult,
  type Recognition,
  type RowReader,
  UnmappedColumnsError,
} from '../contracts/source.ts';
import type { Column } from './columns/column.ts';
import { plainName } from './columns/fields.ts';
import { type JsonPlan, jsonPlan, jsonRow } from './columns/json.ts';
import { misnamed } from './columns/misnamed.ts';
import { isFromTotal, makePlan, mappedAt, missing, type Plan, why } from './columns/plan.ts';
import { rowReader } from './columns/rows.ts';
import { mappedTag } from './columns/tags.ts';
import { isBatchLine } from './exchange/exchange-shape.ts';
import { isObject, type JsonObject } from './record/record-access.ts';

const NOT_MINE: Recognition = { score: 0, why: '' };
const OTHER: ReadResult = { kind: 'other' };

/** Any table or JSONL with one call per row. It scores at most 0.5, so every source that knows its format wins. */
export const generic = defineSource({
  id: 'generic',
  title: 'Any CSV, TSV or JSONL with one call per row',
  describe:
    'Columns or fields with token counts or prompt text, known by their usual names or named with --map field=column; what was guessed is shown.',
  where: 'an export of a database or a spreadsheet, or any logger of your own',
  supports: { duplicates: 'if text is logged', retries: 'yes', caching: 'if text is logged' },
  recognizeHeader: (header, options, misnamed) =>
    recognition(() => makePlan(tableColumns(header, misnamed), options.map), options),
  misnamed: (header, rows) => misnamed(tableColumns(header), rows),
  openTable(header, options, misnamed): RowReader {
    const plan = makePlan(tableColumns(header, misnamed), options.map);
    const lack = missing(plan, options, 'columns');
    if (lack !== undefined) throw new UnmappedColumnsError(lack);
    return rowReader(plan, options, header.length);
  },
  checkSample: (records, options) => checkSample(records, options),
  recognize(record, options) {
    if (!isObject(record) || isOwnReport(record)) return NOT_MINE;
    const { score, why } = recognition(() => jsonPlan(record, options), options);
    // A named field is looked for in every record; only one that has any of them is what the user means.
    return { score: hasMapped(record, options) ? score : Math.min(score, 0.1), why };
  },
  read(record, options) {
    // Lines of batches have rates of their own and join across files: sources of their own read them.
    if (!isObject(record) || isBatchLine(record) || isOwnReport(record)) return OTHER;
    return readJson(record, jsonPlan(record, options), options);
  },
});

/**
 * Throws UnmappedColumnsError when a JSONL log cannot be read as it is mapped, judged by its first records: a mapped path that none of them
 * has, no prompt tokens or text in any, or no model in any. One record alone cannot be judged so: optional fields are often left out.
 */
export function checkSample(records: readonly unknown[], options: ReadOptions): void {
  const objects = records.filter(isObject);
  const seen = objects.map((record) => {
    const plan = jsonPlan(record, options);
    return { plan, row: jsonRow(record, plan) };
  });
  for (const [name, path] of Object.entries(options.map)) {
    if (seen.some(({ plan, row }) => row[mappedAt(plan, name)] !== undefined)) continue;
    const columns = new Map(seen.flatMap(({ plan }) => plan.columns.map((column) => [column.name, column])));
    columns.delete(path.trim());
    makePlan([...columns.values()], { [name]: path });
  }
  const lacks = seen.map(({ plan }) => missing(plan, options, 'fields'));
  const [first] = lacks;
  if (first !== undefined && lacks.every((lack) => lack !== undefined)) throw new UnmappedColumnsError(first);
}

/** What this program printed as JSON: its sums are of calls that are logged elsewhere, often in the same folder. */
function isOwnReport({ schemaVersion, tool }: JsonObject): boolean {
  return schemaVersion !== undefined && isObject(tool) && tool.name === 'llm-cost';
}

function hasMapped(record: JsonObject, options: ReadOptions): boolean {
  // A tag may be missing from any call.
  const names = Object.keys(options.map).filter((name) => mappedTag(name) === undefined);
  if (names.length === 0) return true;
  try {
    const plan = jsonPlan(record, options);
    const row = jsonRow(record, plan);
    return names.some((name) => row[mappedAt(plan, name)] !== undefined);
  } catch (error) {
    if (error instanceof UnmappedColumnsError) return false;
    throw error;
  }
}

/** Those that are misnamed are left to `--map`. */
function tableColumns(header: readonly string[], misnamed: readonly number[] = []): Column[] {
  return header.map((cell, index) => {
    const name = cell.replace(/^\uFEFF/, '').trim();
    return { name, plain: misnamed.includes(index) ? [] : [plainName(name)] };
  });
}

function recognition(planned: () => Plan, options: ReadOptions): Recognition {
  let plan: Plan;
  try {
    plan = planned();
  } catch (error) {
    // The user mapped something that is not there: the log is claimed, so that opening it can say what is wrong.
    if (error instanceof UnmappedColumnsError) return { score: 0.1, why: error.message };
    throw error;
  }
  const { at } = plan;
  const hasPrompt = at.promptTokens >= 0 || at.input >= 0 || isFromTotal(plan);
  if (plan.aggregate !== undefined || !(hasPrompt || at.prompt >= 0)) return NOT_MINE;
  if (at.model < 0 && options.model === undefined) return { score: 0.1, why: `no model; ${why(plan)}` };
  return { score: hasPrompt && at.output >= 0 ? 0.5 : 0.3, why: why(plan) };
}

type Reader = ReturnType<typeof rowReader>;
const readers = new WeakMap<ReadOptions, WeakMap<JsonPlan, Reader>>();

function readJson(
  record: Readonly<Record<string, unknown>>,
  plan: JsonPlan,
  options: ReadOptions,
): ReadResult {
  const { at } = plan;
  const row = jsonRow(record, plan);
  const has = (index: number) => index >= 0 && row[index] !== undefined;
  // Its output count is a placeholder (FORMATS 4a); the real one comes in a later event.
  if (record.type === 'message_start')
    return { kind: 'skip', reason: 'a piece of a stream, which has no final counts' };
  if (plan.aggregate !== undefined) return { kind: 'skip', reason: missing(plan, options, 'fields') ?? '' };
  const isCall =
    has(at.promptTokens) || has(at.input) || has(at.prompt) || (isFromTotal(plan) && has(at.totalTokens));
  if (!isCall && !has(at.model)) return OTHER;
  let byPlan = readers.get(options);
  if (byPlan === undefined) {
    byPlan = new WeakMap();
    readers.set(options, byPlan);
  }
  let reader = byPlan.get(plan);
  if (reader === undefined) {
    reader = rowReader(plan, options, 0);
    byPlan.set(plan, reader);
  }
  const result = reader(row);
  // A failed call rightly has no tokens; any other record without them is not understood.
  if (isCall || (result.kind === 'calls' && result.calls[0]?.failed === true)) return result;
  return {
    kind: 'skip',
    reason: 'no prompt tokens and no prompt text; name them with --map promptTokens=<path> or prompt=<path>',
  };
}
