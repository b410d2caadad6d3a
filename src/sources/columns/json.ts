import type { ReadOptions } from '../../contracts/source.ts';
import { isObject, type JsonObject } from '../record/record-access.ts';
import type { Column } from './column.ts';
import { plainName, SYNONYMS, type TagHolder } from './fields.ts';
import { makePlan, type Plan } from './plan.ts';
import { isServiceTier } from './tier.ts';

const DEPTH = 4;
const COLUMNS = 200;
const SHAPES = 256;

interface JsonColumn extends Column {
  readonly path: readonly string[];
}

/** A plan for the records of one shape, and where its columns lie. */
export interface JsonPlan extends Plan {
  readonly columns: readonly JsonColumn[];
}

/** Plans by the shape of the record: made once for the few shapes a log has. The cache belongs to the options that plans depend on. */
const plans = new WeakMap<ReadOptions['map'], Map<string, JsonPlan>>();

/** The plan for this record. Throws UnmappedColumnsError when the map names a field that does not exist. */
export function jsonPlan(record: JsonObject, options: ReadOptions): JsonPlan {
  let shapes = plans.get(options.map);
  if (shapes === undefined) {
    shapes = new Map();
    plans.set(options.map, shapes);
  }
  const shape = shapeOf(record, DEPTH, '');
  let plan = shapes.get(shape);
  if (plan === undefined) {
    const columns: JsonColumn[] = [];
    collect(record, [], columns);
    for (const path of Object.values(options.map)) {
      const name = path.trim();
      if (columns.some((column) => column.name === name)) continue;
      columns.push({ name, plain: [], path: pathOf(name) });
    }
    plan = { ...makePlan(columns, options.map), columns };
    if (shapes.size >= SHAPES) shapes.clear();
    // A shape as long as a document is not one of a few that repeat.
    if (shape.length < 10_000) shapes.set(shape, plan);
  }
  return plan;
}

/** The record's values in the order of the plan's columns; only those that a field is read from are looked up. */
export function jsonRow(record: JsonObject, plan: JsonPlan): unknown[] {
  const row: unknown[] = new Array(plan.columns.length).fill(undefined);
  for (const index of Object.values(plan.at)) {
    if (index >= 0) row[index] = valueAt(record, plan.columns[index]!.path);
  }
  for (const { index } of plan.tags.values) row[index] ??= valueAt(record, plan.columns[index]!.path);
  for (const { index } of plan.tags.holders) row[index] = valueAt(record, plan.columns[index]!.path);
  return row;
}

/** `usage.in`, `choices[0].text`, and JSONPath's `$.usage.in`. */
function pathOf(name: string): readonly string[] {
  return name
    .replace(/^\$\./, '')
    .replace(/\[(\d{1,9})\]/g, '.$1')
    .split('.');
}

function valueAt(record: unknown, path: readonly string[]): unknown {
  let value = record;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as JsonObject)[key];
  }
  return value;
}

function shapeOf(record: JsonObject, depth: number, prefix: string): string {
  let shape = prefix;
  let keys = 0;
  for (const key of Object.keys(record)) {
    if (++keys > COLUMNS) break;
    const value = record[key];
    const nested = depth > 1 && isObject(value);
    shape += nested
      ? `${shapeOf(value, depth - 1, `${key}\u0001`)}\u0002`
      : `${key}\u0000${typeOf(value) ?? ''}${isPlanTier(key, value) ? '!' : ''}`;
  }
  return shape;
}

function collect(record: JsonObject, above: readonly string[], columns: JsonColumn[]): void {
  for (const key of Object.keys(record)) {
    if (columns.length >= COLUMNS) return;
    const value = record[key];
    const path = [...above, key];
    const last = plainName(key);
    const nested = isObject(value) && path.length < DEPTH;
    // An object under a prompt's name may be a whole request: messages, system prompt and tools.
    const isRequest = above.length === 0 && SYNONYMS.prompt.includes(last);
    if (!nested || isRequest) {
      const holder = holderOf(above);
      const plain = isPlanTier(key, value)
        ? []
        : above.length === 0
          ? [last]
          : [plainName(above.at(-1)!) + last, last];
      columns.push({
        ...{ name: path.join('.'), plain, path, depth: above.length, type: typeOf(value) },
        ...(holder !== undefined && { holder: { name: holder, key } }),
      });
    } else {
      const name = holderOf(path);
      if (name !== undefined) columns.push({ name: key, plain: [], path, type: 'other', holder: { name } });
    }
    if (nested && !isRequest) collect(value, path, columns);
  }
}

/** The holder that the path names, as long as it names nothing inside. */
function holderOf(path: readonly string[]): TagHolder | undefined {
  const name = path.length === 1 ? plainName(path[0]!) : '';
  return name === 'tags' || name === 'metadata' ? name : undefined;
}

/** A `tier` that is no service tier. */
function isPlanTier(key: string, value: unknown): boolean {
  return key.length === 4 && key.toLowerCase() === 'tier' && !isServiceTier(value);
}

function typeOf(value: unknown): Column['type'] {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return 'text';
  return typeof value === 'object' && value !== null ? 'other' : undefined;
}
