import { type ReadOptions, UnmappedColumnsError } from '../../contracts/source.ts';
import { nearestName } from '../../model/nearest-name.ts';
import type { Column } from './column.ts';
import {
  AGGREGATE_NAMES,
  DEEP_FIELDS,
  DEEP_NAMES,
  FIELDS,
  type Field,
  latencyScale,
  plainName,
  SYNONYMS,
  TAG_HOLDERS,
} from './fields.ts';
import { isTagged, mappedTag, type TagPlan, tagPlan } from './tags.ts';

/** Which column each field is read from. */
export interface Plan {
  readonly columns: readonly Column[];
  /** Index into `columns`; -1 for a field that is not logged. */
  readonly at: Readonly<Record<Field, number>>;
  readonly mapped: ReadonlySet<Field>;
  readonly tags: TagPlan;
  readonly unused: readonly string[];
  /** The column that says rows are sums of several calls, when tokens were only guessed. */
  readonly aggregate: string | undefined;
}

/** Assigns columns to fields: the user's choices first, then by known names. Throws UnmappedColumnsError for a wrong `--map`. */
export function makePlan(columns: readonly Column[], map: ReadOptions['map']): Plan {
  const at = Object.fromEntries(FIELDS.map((field) => [field, -1])) as Record<Field, number>;
  const mapped = new Set<Field>();
  const taken = new Set<number>();
  const mappedTags: { readonly name: string; readonly index: number }[] = [];
  for (const [name, column] of Object.entries(map)) {
    const tag = mappedTag(name);
    const field = tag === undefined ? knownField(name) : undefined;
    const index = columnOf(column.trim(), columns);
    if (index < 0) throw new UnmappedColumnsError(noColumn(name, column, columns));
    if (tag !== undefined) mappedTags.push({ name: tag, index });
    // A tag is said beside what the column is otherwise known for.
    if (field === undefined) continue;
    at[field] = index;
    mapped.add(field);
    taken.add(index);
  }
  const known = knownNames(columns, taken);
  for (const field of FIELDS) {
    if (at[field] >= 0) continue;
    const index = guess(field, known, columns, taken);
    if (index === undefined) continue;
    at[field] = index;
    taken.add(index);
  }
  guessBareNames(columns, at, taken);
  const tags = tagPlan(columns, mappedTags, taken);
  const tokensMapped = mapped.has('promptTokens') || mapped.has('input') || mapped.has('prompt');
  const sums = columns.find(
    (column) => depthOf(column) === 0 && AGGREGATE_NAMES.includes(column.plain[0] ?? ''),
  );
  return {
    columns,
    at,
    mapped,
    tags,
    unused: columns
      .filter((column, index) => !taken.has(index) && !isTagged(tags, column, index))
      .map((column) => column.name),
    aggregate: tokensMapped ? undefined : sums?.name,
  };
}

/** The column of that name; in another case when just one fits. */
function columnOf(name: string, columns: readonly Column[]): number {
  const exact = columns.findIndex((candidate) => candidate.name === name);
  if (exact >= 0) return exact;
  const lower = name.toLowerCase();
  const same = columns.flatMap((candidate, i) => (candidate.name.toLowerCase() === lower ? [i] : []));
  return same.length === 1 ? same[0]! : -1;
}

interface KnownName {
  readonly index: number;
  /** Another value as deep in the record has the name too. */
  readonly shared: boolean;
}

/** Where each name is found: the shallowest place, and there the first. */
function knownNames(columns: readonly Column[], taken: ReadonlySet<number>): Map<string, KnownName> {
  const known = new Map<string, KnownName>();
  for (const [index, column] of columns.entries()) {
    if (taken.has(index)) continue;
    for (const plain of new Set(column.plain)) {
      const other = known.get(plain);
      const deeper = other === undefined ? -1 : depthOf(columns[other.index]!) - depthOf(column);
      if (other === undefined || deeper > 0) known.set(plain, { index, shared: false });
      else if (deeper === 0) known.set(plain, { ...other, shared: true });
    }
  }
  return known;
}

const depthOf = (column: Column): number => column.depth ?? 0;

function guess(
  field: Field,
  known: ReadonlyMap<string, KnownName>,
  columns: readonly Column[],
  taken: ReadonlySet<number>,
): number | undefined {
  for (const synonym of SYNONYMS[field]) {
    const found = known.get(synonym);
    if (found === undefined || taken.has(found.index)) continue;
    const { index } = found;
    const column = columns[index]!;
    // Deep in a record, a last name alone is only trusted for fields that nothing else is called.
    const deep = depthOf(column) > 0;
    const byLastName = deep && column.plain[0] !== synonym;
    const isTag = deep && TAG_HOLDERS.some((holder) => column.plain[0] === holder + synonym);
    if (byLastName && !isTag && !DEEP_FIELDS.has(field) && !DEEP_NAMES.includes(synonym)) continue;
    // Two usage objects side by side (a last and a running total, say) cannot be told apart by name.
    const last = known.get(column.plain.at(-1)!);
    const rival = last !== undefined && (last.shared || last.index !== index);
    if (deep && rival && DEEP_FIELDS.has(field) && field !== 'model') continue;
    if (field === 'prompt' && column.type === 'number') continue;
    // Whatever lies deeper has tiers of all kinds.
    if (synonym === 'tier' && deep) continue;
    return index;
  }
  return undefined;
}

/** `input` and `output` are numbers of tokens in some logs and text in others: a JSON value shows which, a table's other columns may. */
function guessBareNames(columns: readonly Column[], at: Record<Field, number>, taken: Set<number>): void {
  const hasTokens = at.promptTokens >= 0 || at.input >= 0;
  columns.forEach((column, index) => {
    if (taken.has(index) || depthOf(column) > 0) return;
    const [plain] = column.plain;
    if (plain !== 'input' && plain !== 'output') return;
    const isText =
      column.type === 'text' || column.type === 'other' || (column.type === undefined && hasTokens);
    const isCount = column.type === 'number';
    if (!isText && !isCount) return;
    const field = plain === 'input' ? (isCount ? 'promptTokens' : 'prompt') : isCount ? 'output' : 'response';
    if (at[field] >= 0) return;
    at[field] = index;
    taken.add(index);
  });
}

/** Where the field or tag that `--map` names is read from; -1 when it is not there. Throws as `knownField`. */
export function mappedAt(plan: Plan, name: string): number {
  const tag = mappedTag(name);
  if (tag === undefined) return plan.at[knownField(name)];
  return plan.tags.values.find((value) => value.isMapped && value.name === tag)?.index ?? -1;
}

/** The field of that name. Throws UnmappedColumnsError, naming the nearest, when there is none. */
function knownField(name: string): Field {
  const field = FIELDS.find((candidate) => candidate === name);
  if (field !== undefined) return field;
  const near = nearestName(name, FIELDS);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw new UnmappedColumnsError(
    `--map ${shown(name)}=...: there is no field ${shown(name)}${hint} Fields: ${FIELDS.join(', ')}, and tag:NAME for a tag`,
  );
}

function noColumn(field: string, column: string, columns: readonly Column[]): string {
  const names = columns.map((candidate) => candidate.name);
  const near = nearestName(column, names);
  const hint = near === undefined ? '' : `; did you mean ${shown(near)}?`;
  return `--map ${shown(field)}=${shown(column)}: there is no column ${shown(column)}${hint} Columns: ${listed(names)}`;
}

/**
 * What the plan lacks to make calls, as one line with the columns that are there and the `--map` to add; undefined when nothing.
 * `noun` is what the log calls them: columns or fields.
 */
export function missing(plan: Plan, options: ReadOptions, noun: string): string | undefined {
  const has = (field: Field) => plan.at[field] >= 0;
  const names = listed(plan.columns.map((column) => column.name));
  const said = `${noun}: ${names}${why(plan) === '' ? '' : `; ${why(plan)}`}`;
  if (plan.aggregate !== undefined) {
    return `each row sums up several calls (${shown(plan.aggregate)}), which cannot be audited one by one; to read a row as one call add --map promptTokens=<column>; ${said}`;
  }
  if (!has('promptTokens') && !has('input') && !has('prompt') && !isFromTotal(plan)) {
    return `no column for prompt tokens or prompt text; add --map promptTokens=<column> (with cached tokens), input=<column> (without) or prompt=<column>; ${said}`;
  }
  if (!has('model') && options.model === undefined) {
    return `no column for the model; add --map model=<column> or --model <name>; ${said}`;
  }
  return undefined;
}

/** What was guessed, mapped and left alone, for people. */
export function why(plan: Plan): string {
  const pairs = FIELDS.filter((field) => plan.at[field] >= 0).map((field) => ({
    mapped: plan.mapped.has(field),
    text: `${field}=${shown(plan.columns[plan.at[field]]!.name)}${unit(plan, field)}`,
  }));
  for (const { name, index, isMapped } of plan.tags.values)
    pairs.push({ mapped: isMapped, text: `tag:${shown(name)}=${shown(plan.columns[index]!.name)}` });
  for (const { index } of plan.tags.holders)
    pairs.push({ mapped: false, text: `tags=${shown(plan.columns[index]!.name)}` });
  const list = (mapped: boolean) => pairs.filter((pair) => pair.mapped === mapped).map((pair) => pair.text);
  return [
    list(true).length > 0 ? `mapped: ${list(true).join(', ')}` : '',
    list(false).length > 0 ? `guessed: ${list(false).join(', ')}` : '',
    plan.unused.length > 0 ? `unused: ${listed(plan.unused)}` : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function unit(plan: Plan, field: Field): string {
  if (field !== 'latencyMs') return '';
  const plain = plainName(plan.columns[plan.at.latencyMs]!.name);
  return latencyScale(plain, plan.mapped.has('latencyMs')) === 1000 ? ' (seconds)' : '';
}

/** The user mapped the total and the output, whose difference is the prompt. */
export function isFromTotal({ at, mapped }: Plan): boolean {
  return mapped.has('totalTokens') && at.output >= 0;
}

const LISTED = 30;

function listed(names: readonly string[]): string {
  const rest = names.length - LISTED;
  return names.slice(0, LISTED).map(shown).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** A name from a log, made safe for one line. */
function shown(name: string): string {
  const cut = name.length > 60 ? `${name.slice(0, 60)}...` : name;
  return JSON.stringify(cut)
    .slice(1, -1)
    .replace(/[\u007f-\u009f\u2028\u2029]/g, '?');
}
