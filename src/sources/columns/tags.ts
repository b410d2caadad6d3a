import type { CallRecord } from '../../model/call-record.ts';
import { namedTags } from '../logger/logged-tags.ts';
import { isObject } from '../record/record-access.ts';
import type { Column } from './column.ts';
import { parseName } from './field-values.ts';
import { TAG_NAMES, type TagHolder } from './fields.ts';
import { cellValue } from './record-table.ts';

/** A longer cell is a document and no object of tags. */
const LONGEST_CELL = 100_000;

interface TagValue {
  readonly name: string;
  readonly index: number;
  readonly isMapped: boolean;
}

interface Holder {
  readonly name: TagHolder;
  readonly index: number;
  /** Entries that a field is read from. */
  readonly taken: ReadonlySet<string>;
}

/** Which columns become tags. */
export interface TagPlan {
  /** Columns that are one tag each, the user's first. */
  readonly values: readonly TagValue[];
  /** Objects of tags; `tags` may also be a list. */
  readonly holders: readonly Holder[];
}

/** The NAME of `--map tag:NAME=column`, written as for `--filter`. */
export function mappedTag(name: string): string | undefined {
  return /^tags?[:.](.+)$/s.exec(name)?.[1];
}

export function tagPlan(
  columns: readonly Column[],
  mapped: readonly { readonly name: string; readonly index: number }[],
  taken: ReadonlySet<number>,
): TagPlan {
  const used = new Set(mapped.map(({ index }) => index));
  const values = mapped.map((tag): TagValue => ({ ...tag, isMapped: true }));
  for (const [index, column] of columns.entries()) {
    const isFree = !taken.has(index) && !used.has(index) && (column.depth ?? 0) === 0;
    if (isFree && column.type !== 'other' && TAG_NAMES.has(column.plain[0] ?? ''))
      values.push({ name: column.name, index, isMapped: false });
  }
  const holders = (['tags', 'metadata'] as const).flatMap((name): Holder[] => {
    const index = columns.findIndex((column) => holderName(column) === name);
    if (index < 0 || taken.has(index)) return [];
    const inside = columns.filter((column, i) => taken.has(i) && column.holder?.name === name);
    return [{ name, index, taken: new Set(inside.flatMap(({ holder }) => holder?.key ?? [])) }];
  });
  return { values, holders };
}

/** Whether it becomes a tag, or holds tags that do. */
export function isTagged({ values, holders }: TagPlan, { holder, type }: Column, index: number): boolean {
  if (values.some((value) => value.index === index)) return true;
  if (holder?.key === undefined) return holders.some((held) => held.index === index);
  return type !== 'other' && holders.some((held) => held.name === holder.name);
}

/** Which of the holders a column is by its name: the thing itself, not an entry of it. */
export function holderName({ holder, plain, depth = 0, type }: Column): TagHolder | undefined {
  if (holder !== undefined) return holder.key === undefined ? holder.name : undefined;
  const [name] = plain;
  return depth === 0 && type !== 'number' && (name === 'tags' || name === 'metadata') ? name : undefined;
}

/** What a cell of that holder has for tags: an object, or for `tags` a list; also as JSON. */
export function heldTags(name: TagHolder, cell: unknown): unknown {
  const value = typeof cell === 'string' && cell.length <= LONGEST_CELL ? cellValue(cell) : cell;
  return isObject(value) || (name === 'tags' && Array.isArray(value)) ? value : undefined;
}

/** Reads the tags of a row; undefined when the plan has none. */
export function tagReader(
  plan: TagPlan,
): ((row: readonly unknown[]) => CallRecord['tags'] | undefined) | undefined {
  const { values, holders } = plan;
  if (values.length === 0 && holders.length === 0) return undefined;
  const tags = holders.find(({ name }) => name === 'tags');
  const metadata = holders.find(({ name }) => name === 'metadata');
  return (row) => {
    const named: (readonly [string, string])[] = [];
    for (const { name, index } of values) {
      const cell = row[index];
      const text = typeof cell === 'boolean' ? String(cell) : parseName(cell);
      if (text !== undefined) named.push([name, text]);
    }
    return namedTags(named, inHolder(tags, row), inHolder(metadata, row));
  };
}

function inHolder(holder: Holder | undefined, row: readonly unknown[]): unknown {
  if (holder === undefined) return undefined;
  const held = heldTags(holder.name, row[holder.index]);
  if (holder.taken.size === 0 || !isObject(held)) return held;
  return Object.fromEntries(Object.entries(held).filter(([key]) => !holder.taken.has(key)));
}
