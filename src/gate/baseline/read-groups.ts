import type { MeasuredGroup, MeasuredGroups, Measurement } from '../../model/measurement.ts';
import { GROUP_KINDS } from '../../model/report.ts';
import type { Place } from './place.ts';
import { readFigures, readMoney } from './read-figures.ts';
import { readSketch } from './sketch-text.ts';

/** By grouping, sorted by key. `terms`: how many prices there are. */
export function readGroups(place: Place, terms: number): Measurement['groups'] {
  return Object.fromEntries(
    place.entries(isGrouping).map(([by, groups]) => [by, readGrouping(groups, terms)]),
  );
}

function isGrouping(name: string): boolean {
  return GROUP_KINDS.some((kind) => kind === name) || /^tag:./s.test(name);
}

function readGrouping(place: Place, terms: number): MeasuredGroups {
  const keys = new Set<string>();
  const list = place
    .at('list')
    .items()
    .map((item) => {
      const group = readGroup(item, terms);
      if (keys.has(group.key)) item.at('key').fail('there once');
      keys.add(group.key);
      return group;
    });
  return {
    named: place.at('named').count(),
    money: readMoney(place.at('money'), terms),
    list: list.sort((a, b) => (a.key < b.key ? -1 : 1)),
    leftOut: place.at('leftOut').count(),
  };
}

function readGroup(place: Place, terms: number): MeasuredGroup {
  const group = { key: place.at('key').text(), label: '', ...readFigures(place, terms) };
  if (!place.has('sketch')) return group;
  const sketch = readSketch(place.at('sketch').text());
  return { ...group, sketch: sketch ?? place.at('sketch').fail('base64 of ascending 32-bit numbers') };
}
