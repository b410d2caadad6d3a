import type { Templates } from '../../contracts/templates.ts';
import type { Call } from '../../model/call.ts';
import { CallTags } from '../../model/call-tags.ts';
import {
  GROUP_KINDS,
  type Group,
  type Grouping as GroupingName,
  type GroupKind,
  type Report,
  type TagGrouping,
} from '../../model/report.ts';
import { DayCutter } from './day-cutter.ts';
import { type NamedTotals, shareOf, sumTotals, TotalsCounter } from './totals.ts';

/** What a call is grouped by needs beside the call. */
interface Naming {
  readonly timezone: string;
  readonly templates: Templates;
  /** The price book's id where it knows the model, else the logged name: one model, one group. */
  modelName(call: Call): string;
}

/** Sums per model, day, user, feature, template, status and the tags that are asked for, in one pass. */
export class Grouping {
  readonly #naming: Naming;
  readonly #days: DayCutter;
  readonly #tagNames: readonly TagGrouping[];
  readonly #tags = new CallTags();
  readonly #counters: ReadonlyMap<GroupingName, Map<string, TotalsCounter>>;
  readonly #last: Partial<Record<GroupingName, { readonly key: string; readonly counter: TotalsCounter }>> =
    {};
  readonly #templateKeys = new Map<number, string>();
  readonly #templatesByKey = new Map<string, number>();

  /** `asked`: what was asked to group by; its tags are counted beside the kinds. */
  constructor(naming: Naming, asked: readonly GroupingName[] = []) {
    this.#naming = naming;
    this.#tagNames = asked.filter(isTagGrouping);
    this.#counters = new Map([...GROUP_KINDS, ...this.#tagNames].map((name) => [name, new Map()]));
    this.#days = new DayCutter(naming.timezone);
  }

  add(call: Call, costUsd: number): void {
    this.#count('model', this.#naming.modelName(call), call, costUsd);
    this.#count('day', this.#days.dayOf(call.time), call, costUsd);
    this.#count('user', call.user, call, costUsd);
    this.#count('feature', call.feature, call, costUsd);
    this.#count('template', this.#template(call), call, costUsd);
    this.#count('status', statusName(call), call, costUsd);
    for (const name of this.#tagNames) this.#count(name, this.key(name, call), call, costUsd);
  }

  /** The group that a call is counted in; '' when the log does not say. */
  key(name: GroupingName, call: Call): string {
    if (isTagGrouping(name)) return this.#tags.valueOf(call.tags, name.slice('tag:'.length));
    switch (name) {
      case 'model':
        return this.#naming.modelName(call);
      case 'day':
        return this.#days.dayOf(call.time);
      case 'template':
        return this.#template(call);
      case 'status':
        return statusName(call);
      case 'user':
      case 'feature':
        return call[name];
      default:
        return name satisfies never;
    }
  }

  groups(top: number, totalUsd: number): Pick<Report, 'groups' | 'groupTotals'> {
    const groups = {} as Record<GroupKind, Group[]> & Record<TagGrouping, Group[]>;
    const groupTotals = {} as Record<GroupKind, number> & Record<TagGrouping, number>;
    for (const [kind, counters] of this.#counters) {
      const all = [...counters].map(([key, counter]) => this.#named(kind, key, counter));
      // Days are read in their order; everything else by what it costs.
      all.sort((a, b) => (kind === 'day' ? compareText(a.key, b.key) : byCost(a, b)));
      groupTotals[kind] = all.length;
      groups[kind] = cut(all, top, kind === 'day').map((group) => ({
        ...group,
        share: shareOf(group.costUsd, totalUsd),
      }));
    }
    return { groups, groupTotals };
  }

  /** Number of the mined template of a group that a call was found in; undefined for other groups. */
  templateOf(key: string): number | undefined {
    return this.#templatesByKey.get(key);
  }

  #named(kind: GroupingName, key: string, counter: TotalsCounter): NamedTotals {
    const label = kind === 'template' ? this.#labelOf(key) : undefined;
    return { key, ...(label !== undefined && { label }), ...counter.totals() };
  }

  #count(kind: GroupingName, key: string, call: Call, costUsd: number): void {
    // Neighbours in a log often share their day, status and model.
    const last = this.#last[kind];
    if (last !== undefined && last.key === key) {
      last.counter.add(call, costUsd);
      return;
    }
    const counter = this.#counter(kind, key);
    counter.add(call, costUsd);
    this.#last[kind] = { key, counter };
  }

  #counter(kind: GroupingName, key: string): TotalsCounter {
    const counters = this.#counters.get(kind)!;
    let counter = counters.get(key);
    if (counter === undefined) {
      counter = new TotalsCounter();
      counters.set(key, counter);
    }
    return counter;
  }

  /** Of a mined template that has words to show. */
  #labelOf(key: string): string | undefined {
    const template = this.#templatesByKey.get(key);
    return template === undefined ? undefined : this.#naming.templates.label(template) || undefined;
  }

  /** The template of its prompt; of a call whose prompt shares none, or is not logged, the feature. */
  #template(call: Call): string {
    const { templates } = this.#naming;
    const template = templates.of(call);
    const known = this.#templateKeys.get(template);
    if (known !== undefined) return known;
    const id = template < 0 ? '' : templates.id(template);
    if (id === '') return call.feature === '' ? '' : `feature:${call.feature}`;
    const key = `prompt:${id}`;
    this.#templateKeys.set(template, key);
    this.#templatesByKey.set(key, template);
    return key;
  }
}

function isTagGrouping(name: GroupingName): name is TagGrouping {
  return name.startsWith('tag:');
}

function statusName(call: Call): string {
  if (call.status > 0) return String(call.status);
  return call.failed ? 'failed' : '';
}

function compareText(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
}

function byCost(a: NamedTotals, b: NamedTotals): number {
  return b.costUsd - a.costUsd || b.calls - a.calls || compareText(a.key, b.key);
}

/** The first `top` of a list and one group more, without a key, that holds the rest; of days the latest. */
function cut(all: readonly NamedTotals[], top: number, keepLast: boolean): NamedTotals[] {
  if (all.length <= top) return [...all];
  const kept = keepLast ? all.slice(all.length - top) : all.slice(0, top);
  const rest = keepLast ? all.slice(0, all.length - top) : all.slice(top);
  return [...kept, { key: null, ...sumTotals(rest) }];
}
