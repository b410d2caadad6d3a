import { expect } from 'vitest';
import { textWidth } from '../../src/report/safe-text.ts';
import type { ShownTerminal } from './shown-app.ts';

/** What logs may hold: what moves cursors, hides, turns round, stacks up, or is wider than it is long. */
export const HOSTILE_TEXTS: readonly string[] = [
  // What the painter never writes: its own sequences are taken out before anything is looked for.
  '\u001b[3J\u001b[5;9Hgone',
  '\u001b]8;;http://evil\u0007link\u001b]8;;\u0007',
  '\u001b]52;c;ZXZpbA==\u0007',
  '\u001bP1$r0m\u001b\\',
  '\u009b31mred\u009d0;title\u009c',
  'a\r\nb\tc\u0000d\u0008\u007f',
  '\u202egnp.exe\u202c\u2066x\u2069\u200f',
  'z\u200be\u200dr\ufeffo\u00ad',
  `e${'\u0301'.repeat(60)}`,
  'lone \ud800 and \udc00',
  '👨‍👩‍👧‍👦👍🏽🏳️‍🌈',
  '模型デラックス한국어',
  'm'.repeat(10_000),
  '=cmd|calc!A1 <script>alert(1)</script> ](http://evil)',
];

/** What the painter writes, and colours. */
const OWN = /\u001b\[(?:\d+;1H|K|2J|H|\?1049[hl]|\?25[hl]|\?2026[hl]|[\d;]*m)/g;

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** No line is wider than the screen, and nothing but the painter's own escapes was ever written. */
export function expectHarmless(app: ShownTerminal): void {
  expect(app.written.replace(OWN, '')).not.toMatch(UNSAFE);
  for (const line of app.screen) {
    expect(textWidth(line.replace(OWN, '').trimEnd())).toBeLessThanOrEqual(app.columns);
  }
}
