import { fail, isRecord, names, type Parse, path } from './parse-value.ts';

/** Which definitions run, and their settings by id. */
export interface Choice {
  /** In order; undefined leaves the choice to the program. */
  readonly ids?: readonly string[];
  readonly off: readonly string[];
  readonly settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** "a,b", "none", a list, or an object: id -> false (leave out), true, or its settings. */
export const choice: Parse<Choice> = (value, place) => {
  if (!isRecord(value)) {
    const ids = names(value, place);
    return { ids: ids.length === 1 && ids[0] === 'none' ? [] : ids, off: [], settings: {} };
  }
  const off: string[] = [];
  const settings: [string, Readonly<Record<string, unknown>>][] = [];
  for (const [id, entry] of Object.entries(value)) {
    if (entry === false) off.push(id);
    else if (isRecord(entry)) settings.push([id, entry]);
    else if (entry === true) settings.push([id, {}]);
    else fail(place, `"${id}" needs true, false or an object of its options`);
  }
  return { off, settings: Object.fromEntries(settings) };
};

/** Prices of the user's own: a file still to be read, or the value itself from a configuration file. */
export type OwnPrices =
  | { readonly origin: string; readonly file: string }
  | { readonly origin: string; readonly value: unknown };

export const ownPrices: Parse<readonly OwnPrices[]> = (value, place) => {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === 'string') return { origin: item, file: path(item, place) };
    return isRecord(item)
      ? { origin: place.name, value: item }
      : fail(place, 'needs the name of a file or an object of prices');
  });
};

/** Settings of detectors and strategies by "id.option", as text or as given. */
export const assignments: Parse<readonly (readonly [string, unknown])[]> = (value, place) => {
  if (isRecord(value)) return Object.entries(value);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    const match = typeof item === 'string' ? /^([^=]+)=(.*)$/s.exec(item) : null;
    return match === null
      ? fail(place, `needs id.option=value, not ${JSON.stringify(item)}`)
      : ([match[1]!, match[2]!] as const);
  });
};
