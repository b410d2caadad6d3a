import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AuditRequest } from '../../../src/engine/audit-request.ts';
import type { LastAudit } from '../../../src/engine/last-audit.ts';
import type { Scenario } from '../../../src/engine/scenario.ts';
import type { Report } from '../../../src/model/report.ts';
import { comparisonTable } from '../../../src/report/comparison/comparison-table.ts';
import json from '../../../src/report/json.ts';
import table from '../../../src/report/table.ts';
import { sampleReport } from '../../report/sample-reports.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { run, type World } from '../fake-io.ts';
import { definitions } from '../scenario/fake-definitions.ts';

const LAST: LastAudit = {
  ...{ paths: ['old.jsonl'], cwd: '/elsewhere', keepText: false, prices: [], read: { map: {}, epoch: 5 } },
  ...{ detectors: ['plain'], settings: { cache: { ttl: '7d' }, picky: { strict: false } }, timezone: 'UTC' },
};

const FILES = {
  'a.yaml': 'name: first\nstrategies: [cache: {ttl: 1h}, router]\nvolume: 3\ngrowth: 5%\n',
  'b.yaml':
    'name: second\nstrategies: [router]\nmodels: {gpt-4.1: gpt-4.1-mini}\nsweeps: {router.share: [0, 1]}\n',
};

/** What a simulation of that scenario might report. */
function reportOf({ name }: Pick<Scenario, 'name'>): Report {
  const projected = { beforeUsd: 3, afterUsd: 2, savedUsd: 1 };
  return {
    ...sampleReport('typical'),
    scenario: {
      ...{ name, describe: '', pricesAt: null, priceChanges: [], volume: 1, growthPerMonth: 0 },
      order: { how: 'given', ids: [], tried: 1 },
      ...{ monthly: projected, yearly: projected, basis: 'the log' },
    },
  };
}

/** Runs the command in a folder with FILES, and tells what was asked for. */
async function simulated(line: string, world: World = {}, last?: LastAudit) {
  const cwd = tempFolder();
  for (const [file, text] of Object.entries(FILES)) writeFileSync(join(cwd, file), text);
  let request: AuditRequest | undefined;
  let scenarios: readonly Scenario[] = [];
  const useCases: World['useCases'] = {
    simulate: async (asked, wanted) => {
      [request, scenarios] = [asked, wanted];
      return wanted.map(reportOf);
    },
    strategies: async () => definitions,
    lastAudit: async () => last,
  };
  const ran = await run(line, { cwd, ...world, useCases });
  return { ...ran, asked: request, scenarios, scenario: scenarios[0]!, cwd };
}

const DEFAULT = {
  ...{ name: 'default', describe: '', strategies: ['cache', 'router'], order: 'given', settings: {} },
  ...{ prices: [], volume: 1, growthPerMonth: 0 },
};

describe('without a file', () => {
  test('the strategies of an audit, nothing else changed', async () => {
    const { code, err, asked, scenarios } = await simulated('simulate log.jsonl --timezone Asia/Tokyo');
    expect([code, err]).toEqual([0, '']);
    expect(scenarios).toEqual([DEFAULT]);
    expect(asked).toMatchObject({ paths: ['log.jsonl'], timezone: 'Asia/Tokyo' });
  });

  test('every flag', async () => {
    const line =
      'simulate log.jsonl --strategies router,cache --set cache.ttl=7d --sweep cache.ttl=1h,24h --sweep router.share=0,0.5 ' +
      '--order auto --volume 2x --growth 10% --prices-at 2027-01-01 --at 2026-10-01 --sweeps';
    const { scenario, asked } = await simulated(line);
    expect(scenario).toEqual({
      ...DEFAULT,
      strategies: ['router', 'cache'],
      settings: { cache: { ttl: '7d' } },
      sweeps: {
        cache: [{ option: 'ttl', values: ['1h', '24h'] }],
        router: [{ option: 'share', values: [0, 0.5] }],
      },
      ...{ order: 'auto', volume: 2, growthPerMonth: 0.1, pricesAt: Date.UTC(2027, 0, 1) },
    });
    expect(asked).toMatchObject({ pricesAt: Date.UTC(2026, 9, 1), sweeps: true });
  });

  test('a strategy that runs on request runs when options are set for it', async () => {
    const { scenario } = await simulated('simulate log.jsonl --set model-map.map=a->b');
    expect(scenario).toMatchObject({
      strategies: ['cache', 'model-map', 'router'],
      settings: { 'model-map': { map: 'a->b' } },
    });
  });

  test('none', async () => {
    expect((await simulated('simulate x --strategies none')).scenario.strategies).toEqual([]);
  });
});

describe('with a file', () => {
  test('what it says', async () => {
    const { scenario } = await simulated('simulate log.jsonl --scenario a.yaml');
    expect(scenario).toEqual({
      ...DEFAULT,
      ...{ name: 'first', settings: { cache: { ttl: '1h' } }, volume: 3, growthPerMonth: 0.05 },
    });
  });

  test('flags over it, each for what it names', async () => {
    const line =
      'simulate log.jsonl --scenario b.yaml --set router.share=0.25 --sweep model-map.map=x->y --volume 0.5 --order auto';
    expect((await simulated(line)).scenario).toEqual({
      ...DEFAULT,
      ...{ name: 'second', strategies: ['model-map', 'router'], order: 'auto', volume: 0.5 },
      settings: { 'model-map': { map: 'gpt-4.1 -> gpt-4.1-mini' }, router: { share: 0.25 } },
      sweeps: {
        router: [{ option: 'share', values: [0, 1] }],
        'model-map': [{ option: 'map', values: ['x->y'] }],
      },
    });
  });

  test('--sweep replaces the values for its option, --strategies the list with its options and sweeps', async () => {
    const swept = await simulated('simulate x --scenario b.yaml --sweep router.share=0.3');
    expect(swept.scenario.sweeps).toEqual({ router: [{ option: 'share', values: [0.3] }] });
    const { scenario } = await simulated('simulate x --scenario b.yaml --strategies cache,model-map');
    expect(scenario).toMatchObject({
      strategies: ['cache', 'model-map'],
      settings: { 'model-map': { map: 'gpt-4.1 -> gpt-4.1-mini' } },
      sweeps: {},
    });
  });

  test('a preset that a flag names is the whole choice, also where the file sets one of its options', async () => {
    const { scenario } = await simulated(
      'simulate x --scenario a.yaml --set cache.preset=first-article --set cache.mode=near',
    );
    expect(scenario.settings).toEqual({ cache: { preset: 'first-article', mode: 'near' } });
    const beside = await simulated(
      'simulate x --scenario a.yaml --set cache.preset=first-article --set cache.ttl=3h',
    );
    expect(beside.scenario.settings).toEqual({ cache: { preset: 'first-article', ttl: '3h' } });
    const cwd = tempFolder();
    const config = { strategies: { cache: { ttl: '9h', mode: 'near' } } };
    writeFileSync(join(cwd, 'llm-cost.config.json'), JSON.stringify(config));
    const configured = await simulated('simulate x --set cache.preset=first-article', { cwd });
    expect(configured.scenario.settings).toEqual({ cache: { preset: 'first-article', mode: 'near' } });
  });

  test('the configuration says nothing of it', async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'a.yaml'), FILES['a.yaml']);
    const config = { strategies: { cache: { mode: 'near' } }, volume: '9x', order: 'auto', top: 3 };
    writeFileSync(join(cwd, 'llm-cost.config.json'), JSON.stringify(config));
    const { scenario, asked } = await simulated('simulate x --scenario a.yaml', { cwd });
    expect(scenario).toMatchObject({ settings: { cache: { ttl: '1h' } }, volume: 3, order: 'given' });
    expect(asked!.top).toBe(3);
    const { scenario: ownDefault } = await simulated('simulate x', { cwd });
    expect(ownDefault).toMatchObject({ settings: { cache: { mode: 'near' } }, volume: 9, order: 'auto' });
  });
});

describe('without paths', () => {
  test('the last audit again, with its options in the default scenario, and it says so', async () => {
    const { asked, scenario, err } = await simulated('simulate', {}, LAST);
    expect(asked).toMatchObject({ paths: ['old.jsonl'], cwd: '/elsewhere', isStdinKept: true });
    expect(scenario.settings).toEqual({ cache: { ttl: '7d' } });
    expect(err).toBe('the last audit: old.jsonl\n');
  });

  test('a flag sets an option beside those of the last audit', async () => {
    const { asked, scenario } = await simulated('simulate --set cache.mode=near', {}, LAST);
    expect(scenario.settings).toEqual({ cache: { ttl: '7d', mode: 'near' } });
    expect(asked!.settings).toEqual({ cache: { ttl: '7d', mode: 'near' }, picky: { strict: false } });
  });

  test('a file is complete by itself', async () => {
    const { scenario } = await simulated('simulate --scenario b.yaml --strategies cache', {}, LAST);
    expect(scenario.settings).toEqual({});
  });

  test('nothing was audited yet', async () => {
    const { code, err } = await simulated('simulate');
    expect(code).toBe(2);
    expect(err).toMatch(/^llm-cost: no audit in .*store\.db yet: name the logs[^\n]*\n$/);
  });
});

describe('what is printed', () => {
  const report = reportOf({ name: 'default' });

  test('a table by default, JSON when asked for', async () => {
    expect((await simulated('simulate x --width 90')).out).toBe(
      table.render(report, { width: 90, color: false }),
    );
    expect((await simulated('simulate x --json')).out).toBe(json.render(report, { width: 80, color: false }));
    expect((await simulated('simulate x --format json')).out).toBe(
      json.render(report, { width: 80, color: false }),
    );
  });

  test('--out writes the file and prints nothing', async () => {
    const { out, files, cwd } = await simulated('simulate x --json --out r.json');
    expect(out).toBe('');
    expect(JSON.parse(files.get(`${cwd}/r.json`)!)).toEqual(report);
  });

  test('several beside each other, in the order of the line', async () => {
    const { out, scenarios } = await simulated('simulate x --compare b.yaml a.yaml');
    expect(scenarios.map(({ name }) => name)).toEqual(['second', 'first']);
    expect(out).toBe(comparisonTable(scenarios.map(reportOf), { width: 80, color: false }));
  });

  test('--scenario comes first, and JSON is a list of reports', async () => {
    const { out, scenarios } = await simulated('simulate x --scenario b.yaml --compare a.yaml --json');
    expect(JSON.parse(out)).toEqual({ schemaVersion: 1, scenarios: scenarios.map(reportOf) });
    expect(scenarios.map(({ name }) => name)).toEqual(['second', 'first']);
  });

  test('flags change every scenario that has the strategy', async () => {
    const { scenarios } = await simulated(
      'simulate x --volume 4x --set cache.ttl=2h --compare a.yaml b.yaml',
    );
    expect(scenarios.map(({ volume }) => volume)).toEqual([4, 4]);
    expect(scenarios.map(({ settings }) => settings.cache)).toEqual([{ ttl: '2h' }, undefined]);
  });
});

describe('wrong usage is one line with code 2', () => {
  test.each([
    ['simulate x --compare a.yaml', '--compare needs two scenarios, or --scenario and one'],
    ['simulate x --compare a.yaml a.yaml', 'two scenarios are named "first"; give each a name of its own'],
    ['simulate x --scenario c.yaml', 'scenario: '],
    [
      'simulate x --scenario a.yaml --set model-map.map=a->b',
      '--set model-map.map: "model-map" is not replayed',
    ],
    ['simulate x --strategies cache --sweep router.share=1', 'router.share: "router" is not replayed'],
    ['simulate x --sweep cahce.ttl=1h', '"cahce" is not a known detector or strategy; did you mean "cache"?'],
    [
      'simulate x --scenario a.yaml --sweep cahce.ttl=1h',
      '"cahce" is not a known strategy; did you mean "cache"?',
    ],
    [
      'simulate x --scenario a.yaml --sweep model-map.map=a',
      '--sweep model-map.map: "model-map" is not replayed',
    ],
    ['simulate x --sweep cache.ttl=1h,soon', 'cache.ttl needs a duration such as 30s, 24h or 7d, not "soon"'],
    ['simulate x --sweep cache.preset=first-article', 'cache.preset cannot be swept'],
    ['simulate x --sweep cache=1h', '"cache" is not an option; write id.option=value'],
    ['simulate x --set picky.strict=true', '--set picky.strict: "picky" is not replayed'],
    ['simulate x --order best', '--order: needs given or auto, not "best"'],
    ['simulate x --volume twice', '--volume: needs a factor such as 2x'],
    ['simulate x --growth 10', '--growth: needs a percentage such as 10%'],
    ['simulate x --prices-at soon', '--prices-at: needs a date such as'],
    ['simulate x --json --format table', '--json and --format table exclude each other'],
  ])('%s', async (line, message) => {
    const ran = await simulated(line);
    expect(ran).toMatchObject({ code: 2, out: '', asked: undefined });
    expect(ran.err).toMatch(/^llm-cost: [^\n]*\n$/);
    expect(ran.err).toContain(message);
  });
});
