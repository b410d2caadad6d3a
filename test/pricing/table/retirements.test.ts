import { expect, test } from 'vitest';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';
import { readDate } from '../../../src/pricing/table/period.ts';
import { ANNOUNCEMENTS, retiresAt } from '../../../src/pricing/table/retirements.ts';
import { TABLE_VERSION } from '../../../src/pricing/table/table-version.ts';

const book = loadPriceBook();

test('every announcement has a day or none, an address and the day it was read', () => {
  for (const announcement of ANNOUNCEMENTS) {
    const retires = retiresAt(announcement);
    expect(Number.isNaN(retires)).toBe(announcement.retires === null);
    expect(announcement.source).toMatch(/^https:\/\/[a-z.-]+\//);
    expect(readDate(announcement.read)).toBeLessThanOrEqual(readDate(TABLE_VERSION));
    expect(announcement.models.length).toBeGreaterThan(0);
  }
});

test('a provider announces each model once', () => {
  const names = ANNOUNCEMENTS.flatMap(({ provider, models }) =>
    models.map((model) => `${provider}/${model}`),
  );
  expect(new Set(names).size).toBe(names.length);
});

test('every model is one that the book prices there', () => {
  for (const { provider, models } of ANNOUNCEMENTS) {
    for (const model of models)
      expect(book.pricePeriods(model, provider).length, `${provider}/${model}`).toBeGreaterThan(0);
  }
});

test('what is recommended has a price there and is not retired itself', () => {
  for (const { provider, replacement } of ANNOUNCEMENTS) {
    if (replacement === '') continue;
    expect(book.info(replacement, provider, book.date), `${provider}/${replacement}`).toBeDefined();
    const end = book.retirement(replacement, provider)?.retires ?? Number.POSITIVE_INFINITY;
    expect(end > book.date, `${provider}/${replacement}`).toBe(true);
  }
});
