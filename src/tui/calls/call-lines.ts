import type { CallSubject, Evidence, EvidenceCall } from '../../model/evidence.ts';
import type { DataTable } from '../../report/data/data-table.ts';
import { field, tableOf } from '../../report/data/table-of.ts';
import { callFacts, claimText } from '../../report/evidence/call-page.ts';
import { callLabel } from '../../report/evidence/call-table.ts';
import { usd } from '../../report/format.ts';
import { named, paragraph, type ShownLine } from '../paragraph.tsx';

/** Lines that a call's facts and its findings may take each, of so many on the screen. */
const SHARE_OF_HEIGHT = 5;

/** Names of facts. */
const ASKED_FIRST: readonly string[] = [
  'Time',
  'Model',
  'Status',
  'Tokens',
  'User',
  'Feature',
  'Session',
  'Latency',
];

/** One call in words: what it cost, what the log says of it, and what findings claim of it. */
export function callLines(
  call: EvidenceCall,
  { claims, template, templateLabel }: CallSubject,
  { timezone }: Evidence,
  { width, height }: { readonly width: number; readonly height: number },
): ShownLine[] {
  const most = Math.max(2, Math.floor(height / SHARE_OF_HEIGHT));
  const facts = [
    ...callFacts(call, timezone),
    ['Template', templateLabel === '' ? template : templateLabel] as const,
  ]
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([name, value]) => `${name}: ${value}`);
  const said = claims.slice(0, claims.length > most ? most - 1 : most).map((claim) => {
    const review = claim.review ? ', to review' : '';
    return `${claim.title}: ${claimText(claim.wasted, claim.role)}${review}`;
  });
  if (said.length < claims.length) said.push(`and ${claims.length - said.length} more findings`);
  return [
    ...paragraph(`${usd(call.costUsd)} for ${callLabel(call)}`, width - 1, 1).map(
      (text): ShownLine => ({ text: ` ${text}`, tone: 'bold' }),
    ),
    ...paragraph(facts.join(' · '), width - 2, most).map((text) => ({ text: ` ${text}` })),
    ...(said.length === 0
      ? [{ text: ' No finding is about this call.', tone: 'dim' as const }]
      : said.flatMap((text, i) => named(i === 0 ? 'Found' : '     ', text, width, 1))),
  ];
}

/** What is asked first stands first, for the last is cut on a low screen. */
function rank(name: string): number {
  const place = ASKED_FIRST.indexOf(name);
  return place < 0 ? ASKED_FIRST.length : place;
}

/** The call and what is said of it, for the export. */
export function callTables(call: EvidenceCall, { claims }: CallSubject, { timezone }: Evidence): DataTable[] {
  const facts: readonly (readonly [string, string])[] = [
    ['Call', callLabel(call)],
    ['Cost', usd(call.costUsd)],
    ...callFacts(call, timezone),
  ];
  return [
    tableOf('call', `Call ${callLabel(call)}`, facts, [
      field('name', '', 'text', ([name]) => name),
      field('value', '', 'text', ([, value]) => value),
    ]),
    tableOf('claims', 'What findings say of it', claims, [
      field('detector', 'detector', 'text', ({ detector }) => detector),
      field('handle', 'show', 'text', ({ handle }) => handle),
      field('title', 'finding', 'text', ({ title }) => title),
      field('label', 'group', 'text', ({ label }) => label),
      field('role', 'role', 'text', ({ role }) => role),
      field('review', 'to look at', 'flag', ({ review }) => review),
      field('usd', 'avoidable', 'usd', ({ wasted }) => wasted?.usd ?? null),
      field('countedUsd', 'in the total', 'usd', ({ wasted }) => wasted?.countedUsd ?? null),
    ]),
  ];
}
