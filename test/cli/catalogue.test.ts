import { describe, expect, test } from 'vitest';
import { textWidth } from '../../src/report/safe-text.ts';
import { run } from './fake-io.ts';
import { definitions } from './scenario/fake-definitions.ts';

test('detectors, with their options and limits', async () => {
  const ran = await run('detectors');
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toBe(
    [
      'plain: Plain',
      '  Finds what is plain.',
      '  Why: It costs.',
      '',
      'picky: Picky',
      '  Finds what it is told to find.',
      '  Why: It costs.',
      '  Needs: time',
      '  --set picky.withinHours=24 (1 to 720)',
      '      Window in hours.',
      '  --set picky.strict=true',
      '      Whether to be strict.',
      '  --set picky.mode=exact (exact, loose)',
      '      How to compare.',
      '',
    ].join('\n'),
  );
});

test('strategies, with which run on request and whose choices can be taken', async () => {
  const useCases = { strategies: async () => definitions };
  const { out } = await run('strategies', { useCases });
  const [cache, map] = out.split('\n\n');
  expect(cache).toContain('  --set cache.preset=first-article\n      Its choice.');
  expect(cache).not.toContain('On request');
  expect(map).toContain('  On request: only replayed when it is named or one of its options is set.\n');
  const [data] = JSON.parse((await run('strategies --json', { useCases })).out) as unknown[];
  expect(data).toMatchObject({
    isOnRequest: false,
    presets: { 'first-article': { options: { ttl: '1h' } } },
  });
});

describe('--json is the definitions as data', () => {
  test.each([
    ['formats', ['acme-log', 'acme-bill']],
    ['detectors', ['plain', 'picky']],
    ['strategies', ['first', 'second']],
  ])('%s', async (command, ids) => {
    const entries: { id: string; describe: string }[] = JSON.parse((await run(`${command} --json`)).out);
    expect(entries.map(({ id }) => id)).toEqual(ids);
    for (const entry of entries) expect(entry.describe).not.toBe('');
  });
});

test('formats tells logs of calls from exports of totals', async () => {
  const entries: { kind: string; where: string }[] = JSON.parse((await run('formats --json')).out);
  expect(entries.map(({ kind, where }) => [kind, where])).toEqual([
    ['log', 'Acme, Logs, Export'],
    ['ledger', 'Acme, Billing'],
  ]);
});

describe('what is built in', () => {
  test.each(['formats', 'detectors', 'strategies'] as const)('%s fits 80 columns', async (command) => {
    const { useCases } = await import('../../src/cli/use-cases.ts');
    const { out } = await run(command, { useCases });
    expect(out.length).toBeGreaterThan(100);
    for (const line of out.split('\n')) expect(textWidth(line), line).toBeLessThanOrEqual(80);
  });
});
