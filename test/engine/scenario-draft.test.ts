import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { useCases } from '../../src/cli/use-cases.ts';
import { draftedMoves } from '../../src/engine/drafting/drafted-moves.ts';
import type { Report } from '../../src/model/report.ts';
import { strategies } from '../../src/strategies/index.ts';
import { run } from '../cli/fake-io.ts';
import { sampleReport } from '../report/sample-reports.ts';
import { tempFolder } from '../support/temp-folder.ts';

const demo = readFileSync(new URL('../../fixtures/demo.jsonl', import.meta.url), 'utf8');
const folder = tempFolder(false);
writeFileSync(join(folder, 'log.jsonl'), demo);

/** The whole program on the demo log. */
const program = (line: string) => run(line, { cwd: folder, useCases });

const JSON_OF = async (line: string): Promise<Report> => JSON.parse((await program(line)).out) as Report;

describe('a draft of the demo log', () => {
  test('is a scenario that saves what its comments say', async () => {
    const audit = await JSON_OF('audit log.jsonl --json --quiet');
    const drafted = await program('scenarios init --out plan.yaml');
    expect([drafted.code, drafted.out]).toEqual([0, '']);
    expect(drafted.err).toBe(
      'the last audit: log.jsonl\n1 of 1 files unchanged since the last run, not read again\n' +
        'wrote plan.yaml; llm-cost simulate --scenario plan.yaml replays it\n',
    );
    const text = drafted.files.get(join(folder, 'plan.yaml'))!;
    writeFileSync(join(folder, 'plan.yaml'), text);

    const report = await JSON_OF('simulate --scenario plan.yaml --json --quiet');
    const useful = audit.strategies.filter(({ savedUsd }) => savedUsd > 0).map(({ strategy }) => strategy);
    const replayed = report.strategies.map(({ strategy }) => strategy);
    expect(replayed.length).toBeGreaterThan(0);
    expect(useful).toEqual(expect.arrayContaining(replayed));
    for (const { strategy, savedUsd, options } of report.strategies) {
      expect(savedUsd).toBeGreaterThan(0);
      const before = audit.strategies.find((result) => result.strategy === strategy)!;
      expect(options).toEqual(before.options);
    }
    expect(report.scenario).toMatchObject({ name: 'from-audit', order: { how: 'given', ids: replayed } });
    expect(report.totals).toEqual(audit.totals);
    for (const { id } of strategies) expect(text).toMatch(new RegExp(`^  (# )?- ${id}:?$`, 'm'));
  });

  test('with an option set it says so, and simulates with it', async () => {
    await program('audit log.jsonl --quiet');
    const { files } = await program(
      'scenarios init log.jsonl --strategies cache --set cache.ttl=7d --out week.yaml --quiet',
    );
    const text = files.get(join(folder, 'week.yaml'))!;
    expect(text).toContain('      ttl: 7d\n');
    writeFileSync(join(folder, 'week.yaml'), text);
    const report = await JSON_OF('simulate log.jsonl --scenario week.yaml --json --quiet');
    expect(report.strategies).toMatchObject([{ strategy: 'cache', options: { ttl: '7d' } }]);
  });

  test('standard input is read once', async () => {
    const { draftScenario } = await import('../../src/engine/scenario-draft.ts');
    const draft = await draftScenario(
      {
        ...{ paths: ['-'], cwd: folder, read: { map: {}, epoch: 0 }, keepText: false, prices: [] },
        ...{ strategies: ['cache'], detectors: [], settings: {}, timezone: 'UTC', top: 10, workers: 0 },
        maxRecordBytes: 1 << 20,
      },
      {
        now: () => 0,
        stdin: Readable.from([Buffer.from(demo)]),
        progress: () => {},
        notice: () => {},
      },
    );
    expect(draft.chosen.map(({ result }) => result.strategy)).toEqual(['cache']);
    expect(draft.left.map(({ id }) => id)).toEqual(
      strategies.map(({ id }) => id).filter((id) => id !== 'cache'),
    );
  });
});

describe('several scenarios of the demo log', () => {
  test('side by side, over the same calls, each as it is by itself', async () => {
    writeFileSync(join(folder, 'one.yaml'), 'strategies: [cache]\n');
    writeFileSync(join(folder, 'two.yaml'), 'strategies: [compression, cache]\norder: auto\nvolume: 2x\n');
    const { out } = await program('simulate log.jsonl --compare one.yaml two.yaml --json --quiet');
    const { scenarios } = JSON.parse(out) as { scenarios: readonly Report[] };
    const [one, two] = scenarios;
    expect(await JSON_OF('simulate log.jsonl --scenario one.yaml --json --quiet')).toEqual(one);
    expect(two!.scenario).toMatchObject({ name: 'two', volume: 2, order: { how: 'auto', tried: 2 } });
    const given = await JSON_OF('simulate log.jsonl --scenario two.yaml --order given --json --quiet');
    expect(two!.combined.savedUsd).toBeGreaterThanOrEqual(given.combined.savedUsd);
    expect(given.scenario!.order).toEqual({ how: 'given', ids: ['compression', 'cache'], tried: 1 });
    expect(two!.scenario!.monthly!.beforeUsd).toBeCloseTo(2 * one!.scenario!.monthly!.beforeUsd, 9);
  });
});

test('calls without a price among those of the scenario are said at once, and warned of', async () => {
  // No model of the demo was sold in January 2024.
  const line = 'simulate log.jsonl --strategies none --prices-at 2024-01-31 --quiet';
  const { warnings } = await JSON_OF(`${line} --json`);
  const kept = warnings.find(({ code }) => code === 'prices-kept')!;
  expect(kept.count).toBeGreaterThan(200);
  const { out } = await program(`${line} --width 120`);
  const said = `Without a price among the scenario's, and so at what was billed: ${kept.count} calls.`;
  expect(out.split('\n')[2]).toBe(said);
  const { warnings: none } = await JSON_OF('simulate log.jsonl --prices-at 2026-12-01 --json --quiet');
  expect(none.map(({ code }) => code)).not.toContain('prices-kept');
});

test('models that end are moves where both names can be written', () => {
  const typical = sampleReport('typical');
  const group = (label: string, replacement: unknown) => ({
    ...{ label, replacement, retires: '2026-12-01', costUsd: 2, replacementUsd: null },
  });
  const groups = [group('a', 'b'), group('c', null), group('d, e', 'f'), group('g', 'h=i')];
  const finding = { ...typical.findings[0]!, detector: 'retired-models', groups };
  expect(draftedMoves({ findings: [finding as never] })).toEqual([
    { from: 'a', to: 'b', retires: '2026-12-01', costUsd: 2, replacementUsd: null },
  ]);
  expect(draftedMoves({ findings: [] })).toEqual([]);
});
