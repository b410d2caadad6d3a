import { InputError } from '../contracts/input-error.ts';
import type { AnyOptionValues, OptionSpec, OptionSpecs } from '../contracts/option.ts';
import type { Preset } from '../contracts/strategy.ts';
import { durationMs } from '../model/duration.ts';
import type { Choice } from './parse-choices.ts';
import { unknownName } from './unknown-name.ts';

/** What a detector and a strategy have in common here. */
export interface Definition {
  readonly id: string;
  readonly options: OptionSpecs;
  readonly presets?: Readonly<Record<string, Preset>>;
  readonly isOnRequest?: boolean;
}

type Assignment = readonly [name: string, value: unknown];

/**
 * The ids to run, in order: those chosen (`all` chooses every one), else all but the ones switched off and those that run only on request (unless
 * options are set for them). Throws `InputError` for an id that does
 * not exist or is named twice.
 */
export function chosenIds(
  what: string,
  definitions: readonly Definition[],
  choice: Choice | undefined,
): readonly string[] {
  const known = definitions.map(({ id }) => id);
  if (choice?.ids?.length === 1 && choice.ids[0] === 'all') return known;
  const named = [...(choice?.ids ?? []), ...(choice?.off ?? []), ...Object.keys(choice?.settings ?? {})];
  for (const id of named) if (!known.includes(id)) throw new InputError(unknownName(what, id, known));
  const isWanted = ({ id, isOnRequest }: Definition): boolean =>
    !choice?.off.includes(id) && (isOnRequest !== true || choice?.settings[id] !== undefined);
  const ids = choice?.ids ?? definitions.filter(isWanted).map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new InputError(`${what} "${twice}" is named twice`);
  return ids;
}

/**
 * Settings by id, checked against the definitions' own options. Later assignments win, and all assignments over the blocks.
 * Throws `InputError`: an unknown id or option (with the nearest known one), a wrong type, a value out of range.
 */
export function definitionSettings(
  definitions: readonly Definition[],
  blocks: readonly (Choice | undefined)[],
  assignments: readonly Assignment[],
): Readonly<Record<string, AnyOptionValues>> {
  const fromBlocks = blocks.flatMap((block) =>
    Object.entries(block?.settings ?? {}).flatMap(([id, values]) =>
      Object.entries(values).map(([option, value]): Assignment => [`${id}.${option}`, value]),
    ),
  );
  return settingsOver(definitions, assigned(definitions, fromBlocks), assigned(definitions, assignments));
}

/**
 * What is said later over what was said before, option by option. A preset that is named later is somebody's whole choice: it
 * also counts where one of its options was set before.
 */
export function settingsOver(
  definitions: readonly Definition[],
  before: Readonly<Record<string, AnyOptionValues>>,
  later: Readonly<Record<string, AnyOptionValues>>,
): Readonly<Record<string, AnyOptionValues>> {
  const merged = Object.entries(later).map(([id, said]): [string, AnyOptionValues] => {
    const presets = definitions.find((definition) => definition.id === id)?.presets;
    const chosen = typeof said.preset === 'string' ? presets?.[said.preset]?.options : undefined;
    const kept = Object.entries(before[id] ?? {}).filter(([name]) => !Object.hasOwn(chosen ?? {}, name));
    return [id, { ...Object.fromEntries(kept), ...said }];
  });
  return { ...before, ...Object.fromEntries(merged) };
}

function assigned(
  definitions: readonly Definition[],
  assignments: readonly Assignment[],
): Readonly<Record<string, AnyOptionValues>> {
  const settings: Record<string, Record<string, number | string | boolean>> = {};
  for (const [name, value] of assignments) {
    const dot = name.indexOf('.');
    if (dot < 1) throw new InputError(`"${name}" is not an option; write id.option=value`);
    const [id, option] = [name.slice(0, dot), name.slice(dot + 1)];
    settings[id] = { ...settings[id], [option]: checked(specOf(definitions, id, option), name, value) };
  }
  return settings;
}

function specOf(definitions: readonly Definition[], id: string, option: string): OptionSpec {
  const ofId = definitions.filter((definition) => definition.id === id);
  if (ofId.length === 0) {
    const ids = definitions.map((definition) => definition.id);
    throw new InputError(unknownName('detector or strategy', id, ids));
  }
  const owner = ofId.find(({ options }) => Object.hasOwn(options, option));
  const spec = owner?.options[option] ?? presetSpec(ofId, option);
  if (spec === undefined) {
    const options = ofId.flatMap((definition) => Object.keys(definition.options));
    throw new InputError(
      options.length === 0
        ? `"${id}" has no options, so not "${option}" either`
        : unknownName(`option of ${id}`, option, options),
    );
  }
  return spec;
}

/** `preset` is an option of whatever has presets. */
function presetSpec(definitions: readonly Definition[], option: string): OptionSpec | undefined {
  const choices = definitions.flatMap(({ presets }) => Object.keys(presets ?? {}));
  if (option !== 'preset' || choices.length === 0) return undefined;
  return { default: choices[0]!, choices, describe: '' };
}

function checked(spec: OptionSpec, name: string, value: unknown): number | string | boolean {
  switch (typeof spec.default) {
    case 'number':
      return checkedNumber(spec, name, value);
    case 'boolean':
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false') return false;
      throw new InputError(`${name} needs true or false, not ${JSON.stringify(value)}`);
    default:
      if (typeof value !== 'string')
        throw new InputError(`${name} needs a text, not ${JSON.stringify(value)}`);
      if (spec.choices !== undefined && !spec.choices.includes(value)) {
        throw new InputError(`${name} needs one of ${spec.choices.join(', ')}, not "${value}"`);
      }
      if (spec.kind === 'duration' && Number.isNaN(durationMs(value))) {
        throw new InputError(`${name} needs a duration such as 30s, 24h or 7d, not "${value}"`);
      }
      return value;
  }
}

function checkedNumber(spec: OptionSpec, name: string, value: unknown): number {
  const number =
    typeof value === 'string' && /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    throw new InputError(`${name} needs a number, not ${JSON.stringify(value)}`);
  }
  if (spec.min !== undefined && number < spec.min) {
    throw new InputError(`${name} must be at least ${spec.min}, not ${number}`);
  }
  if (spec.max !== undefined && number > spec.max) {
    throw new InputError(`${name} must be at most ${spec.max}, not ${number}`);
  }
  return number;
}
