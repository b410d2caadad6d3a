import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallFilter } from '../../src/engine/audit-request.ts';
import type { Report, Totals } from '../../src/model/report.ts';
import { type ChatLine, chatLine, chatLog, START } from '../support/chat-lines.ts';
import { runAudit, withoutPlace } from '../support/run-audit.ts';

const MINUTE_MS = 60_000;
const MIDDLE = START + 10_000 * MINUTE_MS;

const textOf = (log: readonly ChatLine[]): string => log.map(chatLine).join('\n');
const auditOf = (log: readonly ChatLine[], filter?: CallFilter): Promise<Report> =>
  runAudit('/', ['-'], { stdin: textOf(log), ...(filter !== undefined && { filter }) });

/** Filters, and which lines of a log they mean. */
const FILTERS: readonly { readonly filter: CallFilter; readonly isMeant: (line: ChatLine) => boolean }[] = [
  { filter: { since: MIDDLE, where: [] }, isMeant: ({ at }) => at !== undefined && at >= MIDDLE },
  { filter: { until: MIDDLE, where: [] }, isMeant: ({ at }) => at !== undefined && at < MIDDLE },
  {
    filter: { where: [{ key: 'user', value: 'ann', isNegated: false }] },
    isMeant: ({ user }) => user === 'ann',
  },
  {
    filter: {
      since: MIDDLE,
      where: [
        { key: 'feature', value: 'c*', isNegated: false },
        { key: 'user', value: '', isNegated: true },
      ],
    },
    isMeant: ({ at, feature, user }) =>
      at !== undefined && at >= MIDDLE && feature !== undefined && user !== undefined,
  },
];

/**
 * What has to be the same for a part of a log, however it was cut out. Estimates and templates are learned from all of it,
 * and a month of what conditions leave is told from the span of all of it.
 */
function figures(report: Report) {
  const {
    inputs: _inputs,
    filter: _filter,
    warnings: _warnings,
    monthly: _monthly,
    groups,
    groupTotals,
    ...rest
  } = withoutPlace(report);
  const { template: _template, ...others } = groups;
  return { ...rest, groups: others, kinds: { ...groupTotals, template: 0 } };
}

/** Logged usage everywhere, so that nothing is estimated, and an id of its own for every line. */
const countedLog = chatLog.map((lines) =>
  lines.map(
    (line, i): ChatLine => ({ ...line, id: `c${i}`, usage: line.usage ?? { input: 10 + i, output: i } }),
  ),
);

describe('a filtered log', () => {
  test('gives the report of a log that never had the other calls', async () => {
    await fc.assert(
      fc.asyncProperty(countedLog, fc.constantFrom(...FILTERS), async (log, { filter, isMeant }) => {
        // Records without a time follow the one before them, which the shorter log may lack.
        const timed = log.map((line, i) => ({ ...line, at: line.at ?? START + i }));
        const meant = timed.filter(isMeant);
        const report = await auditOf(timed, filter);
        expect(report.totals.calls).toBe(meant.length);
        expect(report.totals.calls + report.filter!.callsLeftOut).toBe(
          report.inputs.reduce((sum, { calls }) => sum + calls, 0),
        );
        if (meant.length > 0) expect(figures(report)).toEqual(figures(await auditOf(meant)));
      }),
      { numRuns: 30 },
    );
  });

  test('and the rest of it add up to the whole', async () => {
    const flat = ({ calls, failedCalls, costUsd, tokens }: Totals) => ({
      calls,
      failedCalls,
      costUsd,
      ...tokens,
    });
    await fc.assert(
      fc.asyncProperty(chatLog, async (log) => {
        const feature = (isNegated: boolean): CallFilter => ({
          where: [{ key: 'feature', value: 'chat', isNegated }],
        });
        const [whole, one, other] = await Promise.all([
          auditOf(log),
          auditOf(log, feature(false)),
          auditOf(log, feature(true)),
        ]);
        for (const [name, value] of Object.entries(flat(whole.totals))) {
          const key = name as keyof ReturnType<typeof flat>;
          expect(flat(one.totals)[key] + flat(other.totals)[key], name).toBeCloseTo(value, 9);
        }
        const group = whole.groups.feature.find(({ key }) => key === 'chat');
        expect(one.totals.calls).toBe(group?.calls ?? 0);
        expect(one.totals.costUsd).toBeCloseTo(group?.costUsd ?? 0, 12);
      }),
      { numRuns: 20 },
    );
  });

  test('costs as much a month as its share of the whole, however few its days are', async () => {
    const DAY_MS = 1440 * MINUTE_MS;
    const usage = { input: 1000, output: 100 };
    // Every six hours for thirty days, and on one of these days a job.
    const chat = Array.from(
      { length: 121 },
      (_, i): ChatLine => ({ id: `c${i}`, at: START + (i * DAY_MS) / 4, feature: 'chat', usage }),
    );
    const job = Array.from(
      { length: 60 },
      (_, i): ChatLine => ({
        id: `j${i}`,
        at: START + 7 * DAY_MS + i * 5 * MINUTE_MS,
        feature: 'job',
        usage,
      }),
    );
    const log = [...chat, ...job].sort((a, b) => a.at! - b.at!);
    const where: CallFilter['where'] = [{ key: 'feature', value: 'job', isNegated: false }];
    const [whole, part, day, alone] = await Promise.all([
      auditOf(log),
      auditOf(log, { where }),
      auditOf(log, { since: START + 7 * DAY_MS, until: START + 8 * DAY_MS, where }),
      auditOf(job),
    ]);
    expect(whole.monthly!.beforeUsd).toBeCloseTo(whole.totals.costUsd, 12);
    expect(part.monthly!.beforeUsd).toBeCloseTo(alone.totals.costUsd, 12);
    expect(part.monthly!.basis).toBe(
      'the span of the log, with the calls that --filter leaves out, scaled to 30 days, as if every day were like it',
    );
    // The window is that of the calls that are looked at.
    expect(part.window).toEqual(alone.window);
    // Of one day, its first and last call are those of the chat, eighteen hours apart.
    expect(day.monthly!.beforeUsd).toBeCloseTo(alone.totals.costUsd * 40, 12);
  });

  test('pays for a server all the time that the log covers', async () => {
    const log = Array.from(
      { length: 31 },
      (_, i): ChatLine => ({
        id: `d${i}`,
        at: START + i * 1440 * MINUTE_MS,
        user: i === 3 || i === 4 ? 'ann' : 'bob',
        usage: { input: 1_000_000, output: 100_000 },
      }),
    );
    const where: CallFilter['where'] = [{ key: 'user', value: 'ann', isNegated: false }];
    const settings = {
      router: {
        trivial: 'local:own',
        standard: 'local:own',
        complex: 'local:own',
        expert: 'local:own',
        localUsdPerMonth: 30,
        localContext: 0,
      },
    };
    const report = await runAudit('/', ['-'], {
      stdin: textOf(log),
      strategies: ['router'],
      settings,
      filter: { where },
    });
    expect(report.strategies[0]!.ownCostUsd).toBeCloseTo(30, 9);
  });

  test('keeps the ids of its templates, whatever part is looked at', async () => {
    const ask = (i: number): ChatLine => ({
      ...{ id: `t${i}`, at: START + i * MINUTE_MS, user: i % 4 === 0 ? 'ann' : 'bob' },
      prompt: [
        { role: 'user', content: `Translate the following text into French, formally: number ${i * 7919}` },
      ],
    });
    const log = Array.from({ length: 12 }, (_, i) => ask(i));
    const whole = await auditOf(log);
    const key = whole.groups.template[0]!.key!;
    expect(key).toMatch(/^prompt:/);
    // Three texts would still make a template, one does not.
    const one = await auditOf(log, { until: START + MINUTE_MS, where: [] });
    expect(one.groups.template.map((group) => [group.key, group.calls])).toEqual([[key, 1]]);
    for (const value of [key, key.slice('prompt:'.length)]) {
      const same = await auditOf(log, { where: [{ key: 'template', value, isNegated: false }] });
      expect(same.totals).toEqual(whole.totals);
    }
  });

  test('in which nothing is left is a report of no calls, and no error', async () => {
    const report = await auditOf([{ id: 'a', at: START, user: 'ann' }], {
      where: [{ key: 'user', value: 'anne', isNegated: false }],
    });
    expect(report.totals).toMatchObject({ calls: 0, costUsd: 0 });
    expect(report.filter).toMatchObject({ where: ['user=anne'], callsLeftOut: 1 });
    expect(report.warnings.map(({ text }) => text)).toEqual([
      'the filter leaves none of the calls, made from 2026-09-01T09:00:00.000Z to 2026-09-01T09:00:00.000Z',
      'no call fits user=anne; did you mean "ann"?',
    ]);
    expect(JSON.stringify(report)).not.toMatch(/NaN|Infinity/);
  });
});

test('a report lists the tags that were asked for, and says what it was grouped by', async () => {
  const line = (id: string, team?: string) =>
    JSON.stringify({ ...JSON.parse(chatLine({ id, at: START })), ...(team && { tags: { team } }) });
  const stdin = [line('a', 'x'), line('b', 'x'), line('c', '=cmd|x'), line('d')].join('\n');
  const report = await runAudit('/', ['-'], { stdin, groupBy: ['tag:team', 'day'] });
  expect(report.groupBy).toEqual(['tag:team', 'day']);
  expect(report.groups['tag:team']!.map(({ key, calls }) => [key, calls])).toEqual(
    expect.arrayContaining([
      ['x', 2],
      ['=cmd|x', 1],
      ['', 1],
    ]),
  );
  expect(report.groups['tag:team']!.reduce((sum, { calls }) => sum + calls, 0)).toBe(4);
});
