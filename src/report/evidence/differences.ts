import type { Difference, DifferencePart, Evidence } from '../../model/evidence.ts';
import { tokens } from '../format.ts';
import type { Page } from '../table/page.ts';
import { callLabel } from './call-table.ts';

/** Calls whose difference is spelled out; the JSON has them all. */
const SHOWN = 5;

const TRAITS = { time: 'a date or a time', id: 'an identifier', number: 'digits' } as const;

/** What the prompts of the shown calls have and have not in common with those of the needed calls. */
export function differences({ calls }: Evidence, page: Page): void {
  const different = calls.filter(({ difference }) => difference !== null);
  if (different.length === 0) return;
  page.heading('What differs');
  const same = different.filter(({ difference }) => difference!.isSame);
  const rest = different.filter(({ difference }) => !difference!.isSame);
  if (same.length > 0) {
    const names =
      rest.length === 0 && same.length > 1
        ? 'Nothing: their prompts are'
        : `${same.map(callLabel).slice(0, SHOWN).join(', ')}: the prompt is`;
    page.text(`${names} byte for byte that of ${same[0]!.difference!.reference}.`, { indent: 2, hang: 2 });
  }
  for (const call of rest.slice(0, SHOWN)) {
    page.text(`${callLabel(call)} against ${call.difference!.reference}: ${inWords(call.difference!)}`, {
      indent: 2,
      hang: 2,
    });
    if (call.difference!.parts !== null) page.text(marked(call.difference!.parts), { indent: 6 });
  }
  if (rest.some(({ difference }) => difference!.parts === null))
    page.text('Audit with --keep-text to see the words.', { style: 'dim', indent: 2 });
}

function inWords({ before, differing, after, segment, traits }: Difference): string {
  const where =
    segment === null
      ? ''
      : ` in segment ${segment.number} (${[segment.kind, segment.role].filter((name) => name !== '').join(', ')})`;
  const what = traits.length === 0 ? '' : ` (there: ${traits.map((trait) => TRAITS[trait]).join(', ')})`;
  const end = after === 0 ? '' : `, the last ${tokens(after)} are equal again`;
  return `the first ${tokens(before)} tokens are equal, then ${tokens(differing)} differ${where}${what}${end}`;
}

/** As `wdiff` prints it, readable without colour: [-old-]{+new+}. */
function marked(parts: readonly DifferencePart[]): string {
  return parts
    .map(({ kind, text }) => {
      switch (kind) {
        case 'same':
          return text;
        case 'removed':
          return `[-${text}-]`;
        case 'added':
          return `{+${text}+}`;
        default:
          return kind satisfies never;
      }
    })
    .join('');
}
