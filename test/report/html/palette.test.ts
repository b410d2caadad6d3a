import { describe, expect, test } from 'vitest';
import { STYLES } from '../../../src/report/html/styles.ts';

/** The custom properties of each `:root` of the style sheet, in their order: light, dark, paper. */
const roots = [...STYLES.matchAll(/:root \{([^}]*)\}/g)].map(
  ([, body]) =>
    new Map([...body!.matchAll(/--([a-z]+): (#[0-9a-f]{6});/g)].map(([, use, color]) => [use!, color!])),
);

/** Relative luminance and contrast ratio as WCAG 2.2 defines them. */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

test('the ratio is that of the standard', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 3);
});

test('there are colours for light, dark and paper, and paper is light', () => {
  expect(roots.map((colors) => colors.size)).toEqual([7, 7, 7]);
  expect(roots[2]).toEqual(roots[0]);
  expect(luminance(roots[0]!.get('ground')!)).toBeGreaterThan(0.9);
  expect(luminance(roots[1]!.get('ground')!)).toBeLessThan(0.02);
});

describe.each([
  ['light', 0],
  ['dark', 1],
])('%s', (_, root) => {
  const of = (use: string): string => roots[root]!.get(use)!;

  test.each(['text', 'muted', 'accent'])('%s can be read on both grounds', (use) => {
    for (const ground of ['ground', 'raised'])
      expect(contrast(of(use), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['accent', 'rest'])('a bar in %s can be seen on both grounds', (use) => {
    for (const ground of ['ground', 'raised'])
      expect(contrast(of(use), of(ground))).toBeGreaterThanOrEqual(3);
  });
});
