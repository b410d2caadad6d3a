import { expect, test, vi } from 'vitest';
import type { Explorer, Opened, WhatIfAnswer, WhatIfWish } from '../../../src/tui/explorer.ts';
import { fakeExplorer, openedSample } from '../fake-explorer.ts';
import { expectHarmless, HOSTILE_TEXTS } from '../hostile-text.ts';
import { madeUpStrategies } from '../made-up-strategies.ts';
import { ShownTerminal } from '../shown-app.ts';

const opened = openedSample('what-if', { strategies: madeUpStrategies });

/** What the report's own steps come to in another order, or without some of them. */
function answered({ report }: Opened, wish: WhatIfWish): WhatIfAnswer {
  let left = report.combined.beforeUsd;
  const strategies = wish.strategies.flatMap((id) => {
    const result = report.strategies.find(({ strategy }) => strategy === id);
    if (result === undefined) return [];
    const beforeUsd = left;
    left -= result.savedUsd;
    return [{ ...result, beforeUsd, afterUsd: left }];
  });
  const savedUsd = report.combined.beforeUsd - left;
  const share = savedUsd / report.combined.beforeUsd;
  const combined = { ...report.combined, afterUsd: left, savedUsd, share };
  return { wish, strategies, combined, monthly: report.monthly };
}

async function shown(parts: Partial<Explorer> = {}, size = {}, what = opened): Promise<ShownTerminal> {
  const whatIf = async (wish: WhatIfWish) => answered(what, wish);
  const app = new ShownTerminal(fakeExplorer(what, { whatIf, ...parts }), size);
  await says(app, 'Overview');
  await app.press('3');
  await says(app, '[What-if]');
  return app;
}

async function says(app: ShownTerminal, text: string): Promise<void> {
  await vi.waitFor(() => expect(app.text).toContain(text), { timeout: 20_000, interval: 10 });
}

test('the waterfall stands in the list of strategies', async () => {
  const app = await shown();
  expect(app.screen.slice(2, 19)).toEqual([
    ' $1,069.77 → $500.00  $569.77 saved (53.3%)  a month $8,523.87 → $3,983.96',
    ' 37.8% of calls notice it: another model 20,110 · from a cache 5,120 · later 3,…',
    '         strategy                   calls       change         cost',
    '         as billed                 72,671                 $1,069.77  ███████████',
    '› [x]  1 Prices of 2027-01-01      70,000      -$69.77    $1,000.00  ██████████▎',
    '  [x]  2 Cache                      5,120     -$150.00      $850.00  ████████▊░',
    '  [x]  3 Router                    20,110     -$301.13      $548.88  █████▋░░░',
    '  [x]  4 Compression                  100       +$4.50      $553.38  █████▋',
    '  [x]  5 Batch api                  3,000      -$53.38      $500.00  █████▏',
    '  [x]  6 Rate limit                     0        $0.00      $500.00  █████▏',
    '  [x]  7 Output cap: could not be replayed: no call says why its answer ended',
    '  [x]  8 Truncation: failed and is left out: unexpected part of a prompt',
    '── Prices of 2027-01-01 ────────────────────────────────────────────────────────',
    '',
    '',
    ' It has no options.',
    '',
  ]);
});

test('space switches a strategy off and on, and all figures follow', async () => {
  const app = await shown();
  await app.press('down', 'space');
  await says(app, '› [ ]    Cache');
  await says(app, '$650.00');
  expect(app.screen[2]).toContain('$1,069.77 → $650.00  $419.77 saved (39.2%)');
  await app.press('space');
  await says(app, '› [x]  2 Cache');
  expect(app.screen[2]).toContain('$1,069.77 → $500.00');
});

test('] moves it down in the order, R resets all', async () => {
  const wishes: WhatIfWish[] = [];
  const whatIf = async (wish: WhatIfWish) => {
    wishes.push(wish);
    return answered(opened, wish);
  };
  const app = await shown({ whatIf });
  await app.press('j', ']');
  await says(app, '› [x]  3 Cache');
  await app.press('K', 'R');
  await says(app, '› [x]  2 Cache');
  expect(wishes.map(({ strategies }) => strategies.indexOf('cache'))).toEqual([2, 1, 1]);
  expect(wishes.at(-1)).toEqual(opened.wish);
});

test('in the options, the arrow keys change a value and r takes it back', async () => {
  const wishes: WhatIfWish[] = [];
  const whatIf = async (wish: WhatIfWish) => {
    wishes.push(wish);
    return answered(opened, wish);
  };
  const app = await shown({ whatIf }, { rows: 30 });
  await app.press('j', 'enter', 'down', 'right');
  await says(app, '7d *');
  expect(wishes.at(-1)!.settings).toEqual({ cache: { ttl: '7d' } });
  expect(app.text).toContain('Cache *');
  await app.press('r');
  await says(app, '‹ 24h');
  expect(wishes.at(-1)!.settings).toEqual({});
  await app.press('esc', 'down');
  await says(app, '› [x]  3 Router');
});

test('keys that come at once each find what the one before has changed', async () => {
  const app = await shown();
  await app.type('jj ');
  await says(app, '› [ ]    Router');
});

test('while an answer is waited for the old figures stay, marked; an error is said', async () => {
  let answer: (answer: WhatIfAnswer) => void = () => {};
  const slow = await shown({ whatIf: () => new Promise((resolve) => (answer = resolve)) });
  await slow.press('down', 'space');
  await says(slow, '…$1,069.77 → $500.00');
  answer(answered(opened, { strategies: [], settings: {} }));
  await says(slow, ' $1,069.77 → $1,069.77  nothing saved');
  const failing = await shown({ whatIf: () => Promise.reject(new Error('no memory left')) });
  await failing.press('space');
  await says(failing, 'No answer: no memory left');
});

test('d shows all that is known of a strategy, esc goes back', async () => {
  const app = await shown();
  await app.press('down', 'd');
  await says(app, 'Callers notice');
  expect(app.text).toContain('It saves $150.00 in its place');
  await app.press('esc');
  await says(app, '› [x]  2 Cache');
});

test('what is likely to be wished next is told after each answer', async () => {
  const expected = vi.fn();
  const app = await shown({ expect: expected });
  expect(expected.mock.lastCall![0][0].strategies).not.toContain('prices');
  await app.press('down');
  expect(expected.mock.lastCall![0][0].strategies).not.toContain('cache');
});

test('without prices no money is claimed, without strategies nothing breaks', async () => {
  const unpriced = await shown({}, {}, openedSample('all-unpriced'));
  expect(unpriced.text).toContain('cannot be said without prices');
  expect(unpriced.text).not.toContain('$0.00');
  const empty = await shown({}, {}, openedSample('empty'));
  await empty.press('space', 'enter', 'd', 'down', ']');
  expectHarmless(empty);
});

test('it uses a large screen, and no text of a log or a strategy breaks it', async () => {
  const text = HOSTILE_TEXTS.join(' ');
  const results = opened.report.strategies.map((result) => ({
    ...{ ...result, reason: text, assumptions: [text], optionsSet: [] },
    groups: HOSTILE_TEXTS.map((key) => ({ key, calls: 1, savedUsd: 1 })),
    metrics: [{ key: 'x', label: text, kind: 'text' as const, value: text }],
  }));
  const strategies = madeUpStrategies.map((info) => ({
    ...info,
    title: `${info.title} ${text}`,
    describe: text,
  }));
  const hostile = { ...opened, strategies, report: { ...opened.report, strategies: results } };
  for (const size of [
    { columns: 80, rows: 24 },
    { columns: 160, rows: 50 },
    { columns: 40, rows: 10 },
  ]) {
    const app = await shown({}, size, hostile);
    await app.press('down', 'enter', 'down', 'right', 'esc', 'd', 'pagedown', 'end', 'esc');
    expectHarmless(app);
    expect(app.screen).toHaveLength(size.rows);
    expect(app.screen.at(-1)).toContain('move');
  }
});
