import fc from 'fast-check';
import { parseFragment } from 'parse5';
import { expect, test } from 'vitest';
import { markerOf, readMarker } from '../../../src/report/check/comment-marker.ts';
import { HOSTILE } from '../markdown/hostile-names.ts';

const AT = '2026-11-21T12:00:00.000Z';

test('a plain name is read by people too', () => {
  expect(markerOf('nightly-eval of main', AT)).toBe(
    `<!-- llm-cost-audit check="nightly-eval of main" at="${AT}" -->`,
  );
});

test('any name is read as it was written, and never ends the comment', () => {
  const name = fc.oneof(
    fc.constantFrom(...HOSTILE, '-->', '--', '->', '-', 'a--b', '" at="x" -->', '--!>', '%002d'),
    fc.string({ unit: 'binary', maxLength: 50 }),
  );
  fc.assert(
    fc.property(name, fc.constantFrom(AT, 'x" -->'), (of, at) => {
      const marker = markerOf(of, at);
      expect(readMarker(`${marker}\r\n### rest`)).toEqual({ name: of.slice(0, 1000), at });
      expect(readMarker(marker)).toEqual({ name: of.slice(0, 1000), at });
      expect(marker).toMatch(/^[\x20-\x7e]*$/);
      const nodes = parseFragment(`${marker}rest`).childNodes;
      expect(nodes.map(({ nodeName }) => nodeName)).toEqual(['#comment', '#text']);
      expect(marker.slice(4, -3)).not.toContain('--');
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['quoted', `> ${markerOf('a', AT)}`],
  ['not at the beginning', `\n${markerOf('a', AT)}`],
  ['with more in its line', `${markerOf('a', AT)} x`],
  ['of something else', '<!-- other check="a" at="b" -->'],
  ['cut off', markerOf('a', AT).slice(0, -1)],
  ['of nothing', ''],
])('one that is %s is none', (_, body) => {
  expect(readMarker(body)).toBeUndefined();
});
