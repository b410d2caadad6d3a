import { InputError } from '../../contracts/input-error.ts';
import { nearestName } from '../../model/nearest-name.ts';
import { GROUP_KINDS, type Grouping, type GroupKind, type TagGrouping } from '../../model/report.ts';
import { groupHandle } from '../findings/group-handle.ts';
import type { LoggedCall } from './evidence-call.ts';
import type { NamedThings, Wanted } from './wanted.ts';

/** Shortest beginning of a handle or of a template's id that is taken for it. */
const SHORTEST = 4;

/** Candidates that an error names, and names that are remembered to find the nearest in. */
const CANDIDATES = 5;
const NAMES_REMEMBERED = 10_000;

/** Names that an error lists where none is near, and characters of one that it repeats. */
const NAMES_LISTED = 10;
const NAME_SHOWN = 80;

const HANDLE = /^(?:([a-z][a-z0-9-]*):)?([0-9a-f]{4,8})$/;

/**
 * What a name means: `model=...` and the like, a detector, a group's handle (or its beginning), a call by its id or its
 * place (`file:line`), a template. Throws InputError, in one line with the nearest candidates, when it means nothing or
 * several things.
 */
export function findWanted(what: string, things: NamedThings): Wanted {
  const [, name = '', key = ''] = /^([a-z]+|tag:[^=]+)=(.*)$/s.exec(what) ?? [];
  const by = isTag(name) ? name : GROUP_KINDS.find((kind) => kind === name);
  if (by !== undefined) return findTotal(by, key, things);
  const detector = things.detections.findIndex((detection) => detection.detector.id === what);
  if (detector >= 0) return { kind: 'finding', detector };
  if (things.detectorIds.includes(what)) throw new InputError(`${what} was not looked for; see --detectors`);
  return findHandle(what, things) ?? findInCalls(what, things);
}

function isTag(name: string): name is TagGrouping {
  return name.startsWith('tag:');
}

function findHandle(what: string, { detections, detectorIds }: NamedThings): Wanted | undefined {
  const [, named, start] = HANDLE.exec(what) ?? [];
  if (start === undefined) return undefined;
  if (named !== undefined && !detectorIds.includes(named)) return undefined;
  const found: { readonly wanted: Wanted; readonly name: string }[] = [];
  detections.forEach((detection, detector) => {
    const { id } = detection.detector;
    if (named !== undefined && named !== id) return;
    for (let group = 0; group < detection.claims.groups.length; group++) {
      const handle = groupHandle(id, detection.describe(group).id);
      if (handle.startsWith(start))
        found.push({ wanted: { kind: 'group', detector, group }, name: `${id}:${handle}` });
    }
  });
  const [first, ...others] = found;
  if (others.length > 0)
    throw ambiguous(
      what,
      'groups',
      found.map(({ name }) => name),
    );
  if (first === undefined && named !== undefined)
    throw new InputError(`${named} found no group "${start}"; see llm-cost show ${named}`);
  return first?.wanted;
}

function findTotal(by: Grouping, key: string, things: NamedThings): Wanted {
  const keys = new Set<string>();
  for (const call of things.calls) {
    const own = things.groupKey(by, call);
    if (own === key) return { kind: 'total', by, key };
    if (keys.size < NAMES_REMEMBERED) keys.add(own);
  }
  const [first, ...others] = by === 'template' ? startingWith(keys, key) : [];
  if (others.length > 0) throw ambiguous(key, 'templates', [first!, ...others]);
  if (first !== undefined) return { kind: 'total', by, key: first };
  const names = [...keys].filter((name) => name !== '');
  throw new InputError(`no call has the ${by} "${shortName(key)}"${hint(names, key) || thereAre(names)}`);
}

/** Calls by id or place, then templates by the beginning of their id; one look at each call. */
function findInCalls(what: string, things: NamedThings): Wanted {
  const place = placeOf(what);
  const calls: { readonly index: number; readonly name: string }[] = [];
  const templates = new Set<string>();
  const names = new Set(things.detectorIds);
  const remember = (by: GroupKind, call: LoggedCall): void => {
    const key = things.groupKey(by, call);
    if (key !== '' && names.size < NAMES_REMEMBERED) names.add(`${by}=${key}`);
  };
  for (const call of things.calls) {
    if (call.id === what || place?.(call, things)) {
      if (calls.length <= CANDIDATES)
        calls.push({ index: call.index, name: `${things.fileOf(call)}:${call.line}` });
    }
    if (templates.size < NAMES_REMEMBERED) templates.add(things.groupKey('template', call));
    for (const by of ['model', 'user', 'feature'] as const) remember(by, call);
  }
  const [call, ...more] = calls;
  if (more.length > 0)
    throw ambiguous(
      what,
      'calls',
      calls.map(({ name }) => name),
    );
  if (call !== undefined) return { kind: 'call', index: call.index };
  const [template, ...others] = startingWith(templates, what);
  if (others.length > 0) throw ambiguous(what, 'templates', [template!, ...others]);
  if (template !== undefined) return { kind: 'total', by: 'template', key: template };
  const kind = GROUP_KINDS.find((by) => by === what);
  throw new InputError(
    `"${shortName(what)}" is no group of a finding, detector, call or template of this log${
      kind === undefined ? hint([...names], what) : `; name one: ${kind}=...`
    }`,
  );
}

/** `file:line` with the file as the report names it or its last parts, or `line 7` as reports say it. */
function placeOf(what: string): ((call: LoggedCall, things: NamedThings) => boolean) | undefined {
  const [, file, line] = /^(.+):([1-9]\d{0,14})$/s.exec(what) ?? [];
  const bare = /^line ([1-9]\d{0,14})$/.exec(what)?.[1];
  if (bare !== undefined) return (call) => call.line === Number(bare);
  if (file === undefined) return undefined;
  return (call, things) => {
    if (call.line !== Number(line)) return false;
    const own = things.fileOf(call);
    return own === file || own.endsWith(`/${file}`) || file.endsWith(`/${own}`);
  };
}

/** The id of a mined template may stand behind what it is made of (`prompt:...`). */
function startingWith(keys: Iterable<string>, start: string): string[] {
  const found: string[] = [];
  for (const key of keys) {
    if (key === start) return [key];
    const id = key.slice(key.indexOf(':') + 1);
    if (start.length >= SHORTEST && (key.startsWith(start) || id.startsWith(start))) found.push(key);
  }
  return found;
}

function ambiguous(what: string, kind: string, names: readonly string[]): InputError {
  const shown = names.slice(0, CANDIDATES).join(', ');
  return new InputError(
    `"${what}" fits several ${kind}: ${shown}${names.length > CANDIDATES ? ', ...' : ''}`,
  );
}

/** Names of another length are not what was meant, and comparing them would take long. */
function isNear(name: string, what: string): boolean {
  return Math.abs(name.length - what.length) <= 3;
}

/** The nearest name, or those that begin as the wrong one does. */
function hint(names: readonly string[], wrong: string): string {
  const plain = (name: string): string => (wrong.includes('=') ? name : name.slice(name.indexOf('=') + 1));
  const start = wrong.length >= SHORTEST - 1 ? wrong : undefined;
  const begun = names.filter((name) => start !== undefined && plain(name).startsWith(start));
  const near = nearestName(wrong, names.filter((name) => isNear(plain(name), wrong)).map(plain));
  const found = begun.length > 0 ? begun : names.filter((name) => plain(name) === near).slice(0, 1);
  if (found.length === 0) return '';
  return `; did you mean ${found
    .slice(0, CANDIDATES)
    .map((name) => `"${shortName(name)}"`)
    .join(', ')}?`;
}

/** Where nothing is near and there is little to choose from, all of it. */
function thereAre(names: readonly string[]): string {
  if (names.length === 0 || names.length > NAMES_LISTED) return '';
  return `; there ${names.length === 1 ? 'is' : 'are'} ${names.map(shortName).join(', ')}`;
}

/** An error is one line that can be read, whatever a log calls things. */
function shortName(name: string): string {
  return name.length <= NAME_SHOWN ? name : `${name.slice(0, NAME_SHOWN)}…`;
}
