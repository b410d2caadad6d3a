import type { GroupPattern } from '../../../model/budget.ts';
import { fail, type Parse, shown } from '../../parse-value.ts';
import { unknownName } from '../../unknown-name.ts';

const KINDS = ['model', 'feature', 'template', 'user'] as const;
const PATTERN = /^(tag:[^:]+|[^:]*):(.+)$/s;
const TAG = /^tag:./s;

/** `feature:search-*`, `tag:team:search`: the groups of one kind, by their names with `*` for any text. */
export const groupPattern: Parse<GroupPattern> = (value, place) => {
  const [, by = '', pattern = ''] = PATTERN.exec(typeof value === 'string' ? value : '') ?? [];
  if (pattern === '')
    return fail(place, `needs a kind of group and a name such as feature:search-*, not ${shown(value)}`);
  if (by === 'tag') return fail(place, `needs the name of the tag too, such as tag:team:${pattern}`);
  if (TAG.test(by)) return { by: `tag:${by.slice('tag:'.length)}`, pattern };
  const kind = KINDS.find((known) => known === by);
  return kind === undefined
    ? fail(place, unknownName('kind of group', by, [...KINDS, 'tag:NAME']))
    : { by: kind, pattern };
};
