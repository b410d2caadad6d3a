import { expect, test } from 'vitest';
import { InputError } from '../../src/contracts/input-error.ts';
import { fakeExplorer, openedSample } from './fake-explorer.ts';
import { ShownTerminal } from './shown-app.ts';

function shown(size: { readonly columns?: number; readonly rows?: number } = {}) {
  return new ShownTerminal(fakeExplorer(openedSample('typical')), size).settled();
}

test('the first screen is the overview, and the bottom line says what works', async () => {
  const app = await shown();
  expect(app.screen[0]).toContain('[Overview]');
  expect(app.screen.at(-1)).toContain('q quit');
});

test('numbers, tab and ? show the screens, and ? goes back', async () => {
  const app = await shown();
  expect((await app.press('3')).screen[0]).toContain('[What-if]');
  expect((await app.press('tab')).screen[0]).toContain('[Models]');
  expect((await app.press('?')).screen[0]).toContain('[Help]');
  expect((await app.press('?')).screen[0]).toContain('[Models]');
});

test('the screen that is shown is named on every terminal', async () => {
  const app = await shown({ columns: 40, rows: 12 });
  expect(app.screen[0]).toBe(' 1 [Overview] 2  3  4  5  6');
  expect((await app.press('6')).screen[0]).toContain('[Help]');
  await app.resize(80, 24);
  expect(app.screen[0]).toContain(' 5  Inputs  6 [Help]');
});

test('a held key is drawn as often as there is time for, and ends where it should', async () => {
  const app = await shown();
  await app.press('6');
  const before = app.written.length;
  await app.type('j'.repeat(200));
  const frames = app.written.slice(before).match(/\u001b\[\?2026h/g) ?? [];
  expect(frames.length).toBeLessThan(5);
  expect(app.text).toMatch(/lines [\d,]+ to (\d+) of \1/);
});

test('a key that means nothing changes nothing', async () => {
  const app = await shown();
  const before = app.text;
  expect((await app.press('Z', 'ä', '\u0000')).text).toBe(before);
});

test('q ends it, and the terminal is as it was', async () => {
  const app = await shown();
  await app.press('q');
  expect(await app.ended).toEqual({ how: 'quit' });
  expect(app.written.startsWith('\u001b[?1049h')).toBe(true);
  expect(app.written.endsWith('\u001b[?25h\u001b[?1049l')).toBe(true);
});

test('Ctrl-C interrupts it', async () => {
  const app = await shown();
  await app.press('ctrl-c');
  expect(await app.ended).toEqual({ how: 'interrupted' });
  expect(app.written.endsWith('\u001b[?1049l')).toBe(true);
});

test('it follows a resize: every line is drawn again at the new size', async () => {
  const app = await shown();
  await app.resize(160, 50);
  expect(app.screen[1]).toBe('─'.repeat(160));
  expect(app.screen.at(-1)).toContain('q quit');
  await app.resize(60, 12);
  expect(app.screen[1]).toBe('─'.repeat(60));
});

test('logs that cannot be read end it with the reason', async () => {
  const error = new InputError('no such file');
  const app = new ShownTerminal(fakeExplorer(openedSample('typical'), { open: () => Promise.reject(error) }));
  expect(await app.ended).toEqual({ how: 'failed', error });
});

test('another screen comes at once with its keys', async () => {
  const app = await shown();
  for (const key of ['2', '/', 'esc', '6', '1']) {
    const before = app.written.length;
    await app.press(key);
    expect(app.written.slice(before).match(/\u001b\[\?2026h/g)).toHaveLength(1);
  }
});

test('a key press writes only the lines that it changes', async () => {
  const app = await shown();
  const before = app.written.length;
  await app.press('3', '1');
  await app.press('3');
  const half = app.written.length;
  await app.press('1');
  const rows = [...app.written.slice(half).matchAll(/\u001b\[(\d+);1H/g)].map(([, row]) => Number(row));
  expect(before).toBeGreaterThan(0);
  expect(rows).not.toContain(2);
});
