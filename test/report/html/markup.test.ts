import fc from 'fast-check';
import { parseFragment } from 'parse5';
import { describe, expect, test } from 'vitest';
import { escapeHtml, html, name, verbatim } from '../../../src/report/html/markup.ts';
import { safeText } from '../../../src/report/safe-text.ts';
import { HOSTILE_TEXTS } from './hostile-report.ts';
import { attribute, elementsOf, textOf } from './parsed-page.ts';

const parsed = (text: string) => elementsOf(parseFragment(text) as never);

describe('a template', () => {
  test('escapes text, and lets markup of its own through', () => {
    expect(html`<p>${'<b> & "x"'}${html`<i>${"'"}</i>`}</p>`.toString()).toBe(
      '<p>&lt;b&gt; &amp; &quot;x&quot;<i>&#39;</i></p>',
    );
    expect(html`${verbatim('a > b')}`.toString()).toBe('a > b');
  });

  test('joins lists, leaves undefined out, rounds numbers and writes no NaN', () => {
    expect(html`${['a', html`<br>`, ['<']]}|${undefined}|${1 / 3}|${Number.NaN}`.toString()).toBe(
      'a<br>&lt;||0.33|0',
    );
  });
});

test.each(HOSTILE_TEXTS)('%j stays text, in elements and in attributes', (text) => {
  const [element, ...more] = parsed(html`<p title="${text}">${text}</p>`.toString());
  expect(more).toEqual([]);
  expect(textOf(element!)).toBe(safeText(text));
  expect(element!.attrs.map((it) => it.name)).toEqual(['title']);
  expect(attribute(element!, 'title')).toBe(safeText(text));
});

test('any text comes back from a parser as the safe text it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const [element, ...more] = parsed(html`<p>${text}</p>`.toString());
      expect(more).toEqual([]);
      expect(textOf(element!)).toBe(safeText(text));
    }),
  );
});

test('no character is written that hides or reorders others', () => {
  for (const text of HOSTILE_TEXTS) expect(escapeHtml(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
});

test('a name is isolated from its neighbours, and cut when it is longer than any name', () => {
  expect(name('شات').toString()).toBe('<bdi>شات</bdi>');
  expect(name('x'.repeat(10_000)).toString()).toBe(`<bdi>${'x'.repeat(159)}…</bdi>`);
});
