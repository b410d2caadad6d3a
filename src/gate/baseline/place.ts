import { BaselineError } from './baseline-error.ts';
import { lineOfJson } from './reviewable-json.ts';

const SHOWN = 40;

/** A value of a JSON file and where it is, as `groups.feature.list[3].calls`; whatever it should be and is not is a `BaselineError`. */
export class Place {
  readonly #value: unknown;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    this.#value = value;
    this.#path = path;
  }

  /** A field that must be there. */
  at(name: string): Place {
    const path = this.#path === '' ? name : `${this.#path}.${name}`;
    const fields = this.#fields();
    if (!Object.hasOwn(fields, name)) throw new BaselineError(`${path} is missing`);
    return new Place(fields[name], path);
  }

  /** All fields; their names must fit. */
  entries(isName: (name: string) => boolean): (readonly [name: string, value: Place])[] {
    const fields = this.#fields();
    return Object.keys(fields).map((name) => {
      if (!isName(name)) throw new BaselineError(`${this.#path} has the unknown name ${shown(name)}`);
      return [name, new Place(fields[name], `${this.#path}.${name}`)];
    });
  }

  items(): Place[] {
    if (!Array.isArray(this.#value)) return this.fail('a list');
    return this.#value.map((item, at) => new Place(item, `${this.#path}[${at}]`));
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#fields(), name);
  }

  is(value: string | null): boolean {
    return this.#value === value;
  }

  text(): string {
    return typeof this.#value === 'string' ? this.#value : this.fail('a text');
  }

  flag(): boolean {
    return typeof this.#value === 'boolean' ? this.#value : this.fail('true or false');
  }

  number(): number {
    return isNumber(this.#value) ? this.#value : this.fail('a number');
  }

  scalar(): number | string | boolean {
    const value = this.#value;
    return typeof value === 'string' || typeof value === 'boolean' || isNumber(value)
      ? value
      : this.fail('a text, a number, or true or false');
  }

  /** A number of at least 0. */
  amount(): number {
    const value = this.#value;
    return isNumber(value) && value >= 0 ? value : this.fail('a number of at least 0');
  }

  /** A whole number of at least 0. */
  count(): number {
    const value = this.#value;
    return Number.isSafeInteger(value) && isNumber(value) && value >= 0
      ? value
      : this.fail('a whole number of at least 0');
  }

  oneOf<T extends string>(choices: readonly T[]): T {
    return choices.find((choice) => choice === this.#value) ?? this.fail(`one of ${choices.join(', ')}`);
  }

  fail(wanted: string): never {
    throw new BaselineError(`${this.#path || 'it'} must be ${wanted}, not ${shown(this.#value)}`);
  }

  #fields(): Readonly<Record<string, unknown>> {
    const value = this.#value;
    return isFields(value) ? value : this.fail('an object');
  }
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isFields(value)) return 'an object';
  if (typeof value === 'number') return String(value);
  return lineOfJson(typeof value === 'string' && value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value);
}
