import type { PriceBook } from '../../pricing/price-book.ts';
import { makerOf } from '../../sources/record/record-provider.ts';

/** A model as both sides of a reconciliation are sorted by. */
export interface ModelKey {
  readonly provider: string;
  readonly model: string;
}

const SNAPSHOT = /[-@]\d{4}-?\d{2}-?\d{2}$/;
/** `claude-3-5-haiku` and `claude-haiku-4-5`: Anthropic put the version first until Claude 3.7; people and routers mix them up. */
const FAMILY_FIRST = /\bclaude-(opus|sonnet|haiku)-(\d+(?:[.-]\d)?)(?=$|[-@:])/;
const VERSION_FIRST = /\bclaude-(\d+(?:[.-]\d)?)-(opus|sonnet|haiku)(?=$|[-@:])/;

/**
 * Whose and which model a name means: the price book's id where it knows the name, without the date of a snapshot, since
 * one side names the alias and the other what answered. Cost exports name models as people do ("Claude Haiku 4.5"): spaces and
 * dots become the dashes of an id. A name that the book does not know stays as it is, in lower case.
 */
export function modelKey(book: PriceBook, name: string, provider: string, time: number): ModelKey {
  const spoken = name.trim().toLowerCase().replace(/\s+/g, '-');
  for (const candidate of spellings(name, spoken)) {
    const info = book.info(candidate, provider, time);
    if (info !== undefined) return { provider: provider || info.provider, model: withoutDate(info.id) };
  }
  const model = withoutDate(spoken).replace(FAMILY_FIRST, versionFirst);
  return { provider: provider || (makerOf(name) ?? ''), model };
}

function spellings(name: string, spoken: string): readonly string[] {
  const dashed = spoken.replaceAll('.', '-');
  const bare = withoutDate(spoken);
  return [
    ...[name, spoken, dashed],
    spoken.replace(FAMILY_FIRST, versionFirst),
    bare.replace(VERSION_FIRST, (_, version: string, family: string) => `claude-${family}-${version}`),
  ];
}

function versionFirst(_: string, family: string, version: string): string {
  return `claude-${version.replace('.', '-')}-${family}`;
}

function withoutDate(model: string): string {
  return model.replace(SNAPSHOT, '');
}
