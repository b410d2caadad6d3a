import type { Column } from './column.ts';
import { parseName } from './field-values.ts';
import { heldTags, holderName } from './tags.ts';
import { isServiceTier } from './tier.ts';

/**
 * Columns whose first cells show that they are not what their names say: a `tier` of customers, with any plan that is no
 * service tier, and `tags` or `metadata` that are never JSON.
 */
export function misnamed(
  columns: readonly Column[],
  rows: () => readonly (readonly string[])[],
): readonly number[] {
  return columns.flatMap((column, index) => {
    const holder = holderName(column);
    const isTier = column.plain[0] === 'tier';
    if (!isTier && holder === undefined) return [];
    const cells = rows().flatMap((row) => parseName(row[index]) ?? []);
    const fits =
      holder === undefined
        ? cells.every(isServiceTier)
        : cells.length === 0 || cells.some((cell) => heldTags(holder, cell) !== undefined);
    return fits ? [] : [index];
  });
}
