import { expect, test, vi } from 'vitest';
import { screens } from '../../../src/tui/screens/index.ts';
import { fakeExplorer, openedSample } from '../fake-explorer.ts';
import { expectHarmless } from '../hostile-text.ts';
import { ShownTerminal } from '../shown-app.ts';

async function shown(size = {}): Promise<ShownTerminal> {
  const app = new ShownTerminal(fakeExplorer(openedSample('typical')), size);
  await vi.waitFor(() => expect(app.text).toContain('Overview'), { timeout: 20_000 });
  await app.press('?');
  await vi.waitFor(() => expect(app.text).toContain('Everywhere'), { timeout: 20_000 });
  return app;
}

test('a large screen shows all of it: the keys, the screens, what stands beside a figure', async () => {
  const app = await shown({ columns: 160, rows: 50 });
  for (const { title, describe } of screens) {
    expect(app.text).toContain(title);
    expect(app.text).toContain(describe);
  }
  for (const word of ['measured', 'estimated', 'assumed', 'filter: all words'])
    expect(app.text).toContain(word);
  expect(app.screen.at(-1)).not.toContain('scroll');
});

test('a small one is scrolled, to its end and back', async () => {
  const app = await shown();
  expect(app.text).toContain('lines 1 to 19 of ');
  await app.press('end');
  expect(app.text).toContain('docs/');
  await app.press('home', 'down');
  expect(app.text).toContain('lines 2 to 20 of ');
  expectHarmless(app);
});
