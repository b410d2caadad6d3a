import { expect, test, vi } from 'vitest';
import type { CallTable, Explorer } from '../../../src/tui/explorer.ts';
import { fakeExplorer, openedSample } from '../fake-explorer.ts';
import { expectHarmless, HOSTILE_TEXTS } from '../hostile-text.ts';
import { madeUpCalls, madeUpEvidence } from '../made-up-calls.ts';
import { ShownTerminal } from '../shown-app.ts';

const answers: Partial<Explorer> = {
  calls: async (what) => madeUpCalls(what, 1000),
  call: async (index) => madeUpEvidence(index, 'How do I reset my password?', 40),
};

async function shown(change: Partial<Explorer> = {}, size = {}): Promise<ShownTerminal> {
  const app = new ShownTerminal(fakeExplorer(openedSample('typical'), { ...answers, ...change }), size);
  await says(app, '[Overview]');
  await app.press('2');
  await says(app, 'was avoidable');
  return app;
}

async function says(app: ShownTerminal, text: string): Promise<void> {
  await vi.waitFor(() => expect(app.text).toContain(text), { timeout: 20_000, interval: 10 });
}

test('findings stand by money; what was not found says why', async () => {
  const app = await shown();
  expect(app.screen.slice(4, 12)).toEqual([
    '  finding                                avoidable   share      calls  basis',
    '› History sent again         ████████      $171.25   16.0%      8,800  estimated',
    '  Identical requests         ██████▋       $141.22   13.2%      5,120  measured',
    '  Failed attempts            ▏             $0.0041   <0.1%        885  measured',
    '  Budgets and peaks: worth knowing, nothing of it is avoidable',
    '  Nearly identical requests: 1 group for you to review, up to $0.52, in no total',
    '  Tool schemas never called: could not be looked for: the log holds no prompt t…',
    '  Output limits: failed: RangeError: out of memory',
  ]);
  expect(app.text).toContain('Why Every turn bills all earlier turns again.');
});

test('enter leads down to one call, and esc back up to where one was', async () => {
  const app = await shown();
  await app.press('down', 'enter');
  await says(app, 'Findings › Identical requests');
  expect(app.text).toContain('Set withinHours 24');
  await app.press('down', 'enter');
  await says(app, '2026-09-01 14:06:09');
  expect(app.text).toContain('$51.11 avoidable in 2,109 calls, measured');
  await app.press('down', 'down', 'enter');
  await says(app, 'Prompt of 45 segments, 1,600 tokens');
  expect(app.text).toContain('call 103');
  expect(app.text).toContain('Found Identical requests: 1,245 tokens avoidable, $0.0028');
  await app.press('esc');
  await says(app, '› unknown ');
  await app.press('left');
  await says(app, '› Summarise the followi…');
  await app.press('h');
  await says(app, '› Identical requests');
});

test('a finding without groups leads to all its calls', async () => {
  const asked: string[] = [];
  const app = await shown({
    calls: async (what): Promise<CallTable> => {
      asked.push(what);
      return madeUpCalls(what, 3);
    },
  });
  await app.press('down', 'down', 'enter');
  await says(app, 'It has no groups.');
  await app.press('c');
  await says(app, 'all its calls');
  await says(app, '2026-09-01 14:05:09');
  expect(asked).toEqual(['retries']);
});

test('while an answer is awaited the screen says so, and keys work', async () => {
  const app = await shown({ calls: () => new Promise(() => {}) });
  await app.press('enter', 'enter');
  await says(app, 'Looking for the calls ...');
  await app.press('esc');
  await says(app, '› session agent-1');
});

test('an error is one line, and it is asked again', async () => {
  let times = 0;
  const app = await shown({
    calls: async (what) => {
      times++;
      if (times === 1) throw new Error('the engine is busy');
      return madeUpCalls(what, 3);
    },
  });
  await app.press('enter', 'enter');
  await says(app, ' the engine is busy');
  await app.press('esc', 'enter');
  await says(app, '2026-09-01 14:05:09');
});

test('a screen that is shown again is as it was left', async () => {
  const app = await shown();
  await app.press('down', 'enter', 'down', 'enter');
  await says(app, '2026-09-01 14:06:09');
  await app.press('5');
  await says(app, '[Inputs]');
  await app.press('2');
  await says(app, '› Summarise the following ticket');
  expect(app.text).toContain('2026-09-01 14:06:09');
});

test('what is exported is what is shown: filtered, and as logged', async () => {
  const saved = new Map<string, string>();
  const app = await shown({
    save: async (name, text) => {
      saved.set(name, text);
      return name;
    },
  });
  await app.press('enter', 'enter');
  await says(app, '2026-09-01 14:06:09');
  await app.press('/', '4', '2', '9', 'enter', 'e', 'c');
  await says(app, 'Wrote llm-cost-calls.csv.');
  const lines = saved.get('llm-cost-calls.csv')!.trimEnd().split('\r\n');
  expect(lines).toHaveLength(101);
  expect(lines[1]).toBe(
    '110,2026-09-01T14:14:09.000Z,gpt-4.1-mini,ann,search,429,1009,102,0.0109,0.008,false',
  );
});

test.each([
  { columns: 80, rows: 24 },
  { columns: 160, rows: 50 },
  { columns: 40, rows: 10 },
])('whatever a log holds, the screen stays whole at $columns x $rows', async (size) => {
  const opened = openedSample('typical');
  const [finding] = opened.report.findings;
  const groups = HOSTILE_TEXTS.map((text, i) => ({
    ...finding!.groups[0]!,
    ...{ id: text, handle: `0000000${i.toString(16)}`, label: text, fix: text, model: text },
  }));
  const hostile = HOSTILE_TEXTS.join(' ');
  const report = {
    ...opened.report,
    findings: [{ ...finding!, title: hostile, why: hostile, fix: hostile, reason: hostile, groups }],
  };
  const app = new ShownTerminal(
    fakeExplorer(
      { ...opened, report },
      {
        calls: async (what) => madeUpCalls(what, 50, hostile),
        call: async (index) => madeUpEvidence(index, hostile, 20),
      },
    ),
    size,
  );
  await says(app, 'Overview');
  await app.press('2', 'enter', 'end', 'home', 'enter');
  await says(app, ':09');
  await app.press('down', 'enter', 'down', 'down', 'end', 's', 'esc', 'esc', 'down', 'enter', 'esc', 'esc');
  expectHarmless(app);
});
