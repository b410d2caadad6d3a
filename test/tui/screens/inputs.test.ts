import { expect, test, vi } from 'vitest';
import { fakeExplorer, openedSample } from '../fake-explorer.ts';
import { expectHarmless, HOSTILE_TEXTS } from '../hostile-text.ts';
import { ShownTerminal } from '../shown-app.ts';

async function shown(opened = openedSample('typical'), size = {}): Promise<ShownTerminal> {
  const app = new ShownTerminal(fakeExplorer(opened), size);
  await says(app, 'Overview');
  await app.press('5');
  await says(app, 'What was read');
  return app;
}

async function says(app: ShownTerminal, text: string): Promise<void> {
  await vi.waitFor(() => expect(app.text).toContain(text), { timeout: 20_000, interval: 10 });
}

test('all that was read, skipped, unpriced and warned of stands on one screen', async () => {
  const app = await shown();
  expect(app.screen.slice(2, 19)).toEqual([
    '›What was read: 2 inputs',
    '  input                        format        records    calls  repeated  skipped',
    '› logs/2026-09.jsonl.gz        openai         73,000   71,800     1,100       12',
    '  standard input               litellm           871      871         0        0',
    '',
    ' Could not be read: 12 records, the first 2',
    '         line  reason                               input',
    '            7  not JSON: unexpected end of the re…  logs/2026-09.jsonl.gz',
    '        1,902  no usage and no text                 logs/2026-09.jsonl.gz',
    '',
    ' Without a price: 1 model; --prices FILE gives them one',
    '  model                                                         calls     tokens',
    '  acme-internal-7b                                                311  1,240,500',
    '',
    ' Warnings: 1',
    '  warning                                        times  code',
    '  logs/2026-09.jsonl.gz: total_tokens is not…        4  usage-arithmetic',
  ]);
});

test('right goes to the next list that has rows, enter shows a row in full', async () => {
  const app = await shown();
  await app.press('left');
  await says(app, '›Warnings: 1');
  await app.press('enter');
  await says(app, 'logs/2026-09.jsonl.gz: total_tokens is not input plus output');
  await app.press('esc', 'right');
  await says(app, '›What was read');
  await app.press('enter');
  await says(app, 'Read as openai: object: chat.completion in response.body');
  expect(app.text).toContain('line 1,902: no usage and no text');
});

test('a text longer than the screen is moved by keys', async () => {
  const opened = openedSample('typical');
  const text = Array.from({ length: 400 }, (_, i) => `word${i}`).join(' ');
  const report = { ...opened.report, warnings: [{ code: 'long', text, count: 1 }] };
  const app = await shown({ ...opened, report });
  await app.press('left', 'enter');
  await says(app, 'word0 ');
  // The scrolled rows of every screen: space turns a page.
  await app.press(' ');
  expect(app.text).not.toContain('word0 ');
  await app.press('end');
  await says(app, 'word399');
  expect(app.text).toMatch(/lines \d+ to (\d+) of \1/);
});

test('whatever a log holds, the screen stays whole', async () => {
  const opened = openedSample('hostile');
  const warnings = HOSTILE_TEXTS.map((text) => ({ code: text, text, count: 2 }));
  const inputs = HOSTILE_TEXTS.map((text) => ({
    ...opened.report.inputs[0]!,
    ...{ path: text, source: text, why: text, skippedSamples: [{ line: 1, reason: text }] },
  }));
  const app = await shown({ ...opened, report: { ...opened.report, warnings, inputs } });
  for (let i = 0; i < 4; i++) await app.press('end', 'enter', 'end', 'esc', 'right');
  await app.press('enter', 'esc', 'down', 'enter');
  expectHarmless(app);
});
