import { expect, test, vi } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import type { Explorer } from '../../../src/tui/explorer.ts';
import { sampleNames } from '../../report/sample-reports.ts';
import { fakeExplorer, openedSample } from '../fake-explorer.ts';
import { expectHarmless } from '../hostile-text.ts';
import { madeUpCalls } from '../made-up-calls.ts';
import { ShownTerminal } from '../shown-app.ts';

async function shown(name: string, size = {}, change: Partial<Explorer> = {}): Promise<ShownTerminal> {
  const app = new ShownTerminal(fakeExplorer(openedSample(name), change), size);
  await says(app, 'Overview]');
  return app;
}

async function says(app: ShownTerminal, text: string): Promise<void> {
  await vi.waitFor(() => expect(app.text).toContain(text), { timeout: 20_000, interval: 10 });
}

test('the bill, the days, where the money went and what to do stand on one screen of 24 lines', async () => {
  const app = await shown('typical');
  expect(app.screen.slice(2, 18)).toEqual([
    ' spent      ≥$1,069.77  ████████████  72,671 calls in 3.8 days, 885 failed',
    ' avoidable     $312.48  ███▌          29.2%: $141.23 measured, $171.25 estimated',
    ' what-if       $623.15  ███████       left: -$446.63 (41.7%), $4,965.20 a month',
    '',
    ' Spend by day, 2026-09-01 to 2026-09-04',
    '    $382.06 ┤         ▃▃▃▃▃▃▃▃ ████████',
    '            │▆▆▆▆▆▆▆▆ ████████ ████████ ▂▂▂▂▂▂▂▂',
    '      $0.00 ┤████████ ████████ ████████ ████████',
    '             09-01    09-02    09-03    09-04',
    '',
    '  by model                          cost   share                calls  tokens in',
    '› gpt-4.1                        $710.46   66.4%  ██████▋      41,230       333M',
    '  claude-sonnet-4-5              $320.75   30.0%  ███           9,120       192M',
    '  gpt-4.1-mini                    $38.56    3.6%  ▍            22,010      80.0M',
    '  acme-internal-7b               unknown       -                  311  1,200,000',
    '',
  ]);
  expect(app.text).toContain(' 1. Give a price for the models without one');
});

test('left and right turn to another grouping, and round', async () => {
  const app = await shown('typical');
  await app.press('right');
  await says(app, '› support-chat');
  await app.press('g');
  await says(app, '› u-1029');
  await app.press('left', 'left', 'left');
  await says(app, 'by day');
});

test('enter on a group shows its calls; the rest of a cut list has none to show', async () => {
  const asked: string[] = [];
  const app = await shown(
    'typical',
    {},
    {
      calls: async (what) => {
        asked.push(what);
        return madeUpCalls(what, 5);
      },
    },
  );
  await app.press('enter');
  await says(app, '2026-09-01 14:05:09');
  expect(app.screen[2]).toBe(' Overview › by model › gpt-4.1');
  await app.press('esc', 'right', 'end', 'enter');
  await says(app, 'by feature › (not in the log)');
  await app.press('esc', 'right', 'end', 'enter');
  await says(app, '› (809 more)');
  expect(asked).toEqual(['model=gpt-4.1', 'feature=']);
});

test('a wide screen shows groupings side by side', async () => {
  const app = await shown('typical', { columns: 160, rows: 50 });
  for (const name of ['by model', 'by feature', 'by user', 'by status', 'by day'])
    expect(app.text).toContain(name);
  await app.press('right');
  await says(app, '› support-chat');
  expect(app.text).toContain('by model');
});

test.each(sampleNames)('%s: nothing is wider or higher than the screen, at any size', async (name) => {
  const app = await shown(name);
  for (const [columns, rows] of [
    [160, 50],
    [40, 10],
    [200, 12],
    [50, 80],
  ] as const) {
    await app.resize(columns, rows);
    await app.press('2', '5', '1');
    await says(app, 'Overview]');
    expectHarmless(app);
  }
});

test('what is exported is the grouping that is shown, filtered, also that of a tag', async () => {
  const opened = openedSample('typical');
  const { groups, groupTotals } = opened.report;
  const tag = 'tag:team';
  const report: Report = {
    ...opened.report,
    groups: { ...groups, model: [], feature: [], user: [], template: [], status: [], [tag]: groups.model },
    groupTotals: { ...groupTotals, [tag]: groups.model.length },
    groupBy: [tag],
  };
  const saved = new Map<string, string>();
  const app = new ShownTerminal(
    fakeExplorer(
      { ...opened, report },
      {
        save: async (name, text) => {
          saved.set(name, text);
          return name;
        },
      },
    ),
  );
  await says(app, 'by team');
  await app.press('/', 'm', 'i', 'n', 'i', 'enter', 'e', 'c');
  await says(app, 'Wrote llm-cost-');
  expect(saved.size).toBe(1);
  const rows = [...saved.values()][0]!.trimEnd().split('\r\n').slice(1);
  expect(rows.map((row) => row.split(',')[0])).toEqual(['gpt-4.1-mini']);
});
