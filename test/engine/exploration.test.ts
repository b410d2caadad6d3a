import { describe, expect, test } from 'vitest';
import type { CallTable, ModelCost, Reading } from '../../src/contracts/explorer.ts';
import { Exploration } from '../../src/engine/exploration.ts';
import { show } from '../../src/engine/show.ts';
import type { CallSubject, FindingSubject } from '../../src/model/evidence.ts';
import type { Report } from '../../src/model/report.ts';
import { runAudit } from '../support/run-audit.ts';
import { DETECTORS, HOOKS, logIn, requestIn } from '../support/shown-log.ts';
import { tempFolder } from '../support/temp-folder.ts';

const folder = logIn(tempFolder(false));
const request = { ...requestIn(folder, ''), strategies: ['cache', 'router'] };
const exploration = new Exploration(request, HOOKS);
const readings: Reading[] = [];
const opened = await exploration.open((reading) => readings.push(reading));
const turn = (): Promise<void> => Promise.resolve();
const at = (report: Report, id: string) => report.findings.find(({ detector }) => detector === id)!;

test('opens with the report of an audit, its lists long', async () => {
  const audited = await runAudit(folder, ['log.jsonl'], {
    ...{ detectors: DETECTORS, strategies: ['cache', 'router'], top: 100_000 },
    ...{ read: request.read },
  });
  expect(opened.report).toEqual({ ...audited, generatedAt: opened.report.generatedAt });
  expect(opened.wish).toEqual({ strategies: ['cache', 'router'], settings: {} });
  expect(opened.strategies.find(({ id }) => id === 'model-map')).toMatchObject({ isOnRequest: true });
});

test('tells what is known while it reads: calls and tokens by model', () => {
  const last = readings.at(-1)!;
  expect(last.models).toEqual([
    { model: 'gpt-4.1', calls: 7, tokensIn: 7000, tokensOut: 800 },
    { model: 'no-such-model-9', calls: 1, tokensIn: 1000, tokensOut: 100 },
  ]);
  expect(last.notices.join()).toContain('log.jsonl: read as');
});

describe('calls', () => {
  const column = (table: CallTable, of: (row: number) => unknown) =>
    Array.from({ length: table.size }, (_, row) => of(row));

  test('all behind a group, those that it needs among them, with the money of the report', async () => {
    const group = at(opened.report, 'duplicates').groups[0]!;
    const table = await exploration.calls(`duplicates:${group.handle}`);
    expect([...table.index]).toEqual([0, 1, 2]);
    expect([...table.isKept]).toEqual([1, 0, 0]);
    const wasted = table.wastedUsd.reduce((sum, usd) => sum + usd, 0);
    expect(wasted).toBeCloseTo(group.wastedUsd, 12);
    expect(column(table, (row) => table.users[table.user[row]!])).toEqual(['ann', 'bob', 'ann']);
    expect(column(table, (row) => table.models[table.model[row]!])).toEqual(Array(3).fill('gpt-4.1'));
  });

  test('all behind each finding: their money is the finding', async () => {
    for (const id of DETECTORS) {
      const finding = at(opened.report, id);
      const table = await exploration.calls(id);
      if (finding.review.groups === finding.groupsTotal) continue;
      expect(table.wastedUsd.reduce((sum, usd) => sum + usd, 0)).toBeCloseTo(finding.wastedUsd, 12);
      expect((await show({ ...request, what: id }, HOOKS)).callsTotal).toBe(table.size);
    }
  });

  test('all of a total: what is unknown is not 0, and no finding is in question', async () => {
    const table = await exploration.calls('model=no-such-model-9');
    expect(table.size).toBe(1);
    expect([table.tokensIn[0], table.costUsd[0], table.wastedUsd[0]]).toEqual([1000, Number.NaN, Number.NaN]);
    await expect(exploration.calls('model=nobody')).rejects.toThrow('no call has the model "nobody"');
  });
});

describe('one call', () => {
  test('is what show shows of it', async () => {
    for (const [index, what] of [
      [0, 'a1'],
      [1, 'a2'],
      [5, 'f1'],
    ] as const) {
      const shown = await show({ ...request, what, top: 1 }, HOOKS);
      expect(await exploration.call(index)).toEqual(shown);
    }
    expect(((await show({ ...request, what: 'duplicates' }, HOOKS)).subject as FindingSubject).kind).toBe(
      'finding',
    );
  });

  test('its segments cost what its prompt cost', async () => {
    const { subject } = await exploration.call(1);
    const { segments } = subject as CallSubject;
    expect(segments).toHaveLength(2);
    // 1,000 tokens in at $2.00 per 1M.
    expect(segments.reduce((sum, { costUsd }) => sum + costUsd!, 0)).toBeCloseTo(0.002, 12);
    const unpriced = (await exploration.call(7)).subject as CallSubject;
    expect(unpriced.segments.map(({ costUsd }) => costUsd)).toEqual([null, null]);
  });

  test('that does not exist is said', async () => {
    await expect(exploration.call(8)).rejects.toThrow('there is no call 8');
    await expect(exploration.call(0.5)).rejects.toThrow('there is no call 0.5');
  });
});

describe('models', () => {
  const pieces: (readonly ModelCost[])[] = [];
  let all: readonly ModelCost[] = [];

  test('come in pieces, then all together with the cheapest first', async () => {
    await exploration.models((costs) => pieces.push(costs), turn);
    all = pieces.pop()!;
    expect(pieces.flat()).toHaveLength(all.length);
    expect(all.length).toBeGreaterThan(100);
    const costs = all.map(({ costUsd }) => costUsd);
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
    const names = all.map(({ provider, model }) => `${provider}/${model}`);
    expect(new Set(names).size).toBe(names.length);
    expect(all.find(({ model }) => model === 'gpt-4.1')).toMatchObject({
      ownCalls: 7,
      calls: 7,
      inputUsd: 2,
    });
  });

  test.each(['gpt-4.1-mini', 'claude-haiku-4-5', 'gemini-2.5-flash', 'o4-mini', 'mistral-large-4'])(
    '%s costs what the strategy model-map says',
    async (model) => {
      const cost = all.find((one) => one.model === model);
      if (cost === undefined) throw new Error(`${model} is not offered`);
      const wish = { strategies: ['model-map'], settings: { 'model-map': { map: `* -> ${model}` } } };
      const { combined } = (await exploration.whatIf(wish, () => false))!;
      expect(cost.calls + cost.tooLong + cost.unpricedCalls).toBe(7);
      expect(cost.beforeUsd - cost.costUsd).toBeCloseTo(combined.savedUsd, 9);
    },
  );
});

test('a what-if is monthly where the log has times', async () => {
  const answer = (await exploration.whatIf(opened.wish, () => false))!;
  expect(answer.combined.savedUsd).toBeCloseTo(opened.report.combined.savedUsd, 12);
  expect(answer.monthly).toEqual(opened.report.monthly);
});
