import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectShellBack, type Installed, installProgram, openApplication } from '../../support/shell.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { hasTmux } from '../../support/tmux.ts';

let installed: Installed;

/** Moves the cursor, sets the title, copies to the clipboard, clears, shows the cursor, leaves the alternate screen. */
const HOSTILE =
  '\u001b[2J\u001b[H\u001b]0;pwned\u0007\u001b]52;c;cHduZWQ=\u0007\u009b31m\u001b[?25h\u001b[?1049l\u202e\u0000\r\n\t👩‍👩‍👧日本語e\u0301\u0301x';

beforeAll(() => {
  if (!hasTmux) return;
  installed = installProgram(tempFolder(false));
  const calls = Array.from({ length: 12 }, (_, i) => ({
    id: `${HOSTILE}-${i % 6}`,
    timestamp: `2026-11-0${1 + (i % 3)}T10:00:0${i % 6}Z`,
    user: `${HOSTILE}-user`,
    metadata: { feature: HOSTILE },
    status: 200,
    request: {
      model: i % 2 === 0 ? 'gpt-4o' : `${HOSTILE}-model`,
      messages: [{ role: 'user', content: `${HOSTILE} ${'words '.repeat(200)}` }],
    },
    response: {
      id: `chatcmpl-${i}`,
      object: 'chat.completion',
      model: i % 2 === 0 ? 'gpt-4o' : `${HOSTILE}-model`,
      choices: [{ index: 0, finish_reason: HOSTILE, message: { role: 'assistant', content: HOSTILE } }],
      usage: { prompt_tokens: 240, completion_tokens: 30, total_tokens: 270 },
    },
  }));
  writeFileSync(
    join(installed.work, 'hostile.jsonl'),
    calls.map((call) => `${JSON.stringify(call)}\n`).join(''),
  );
}, 120_000);

describe.skipIf(!hasTmux)('a hostile log (skipped where tmux is not installed)', () => {
  test('moves nothing, names nothing and shows no cursor', async () => {
    const shell = await openApplication(installed, 'llm-cost audit hostile.jsonl --tui --no-store');
    const title = shell.state('pane_title');
    const steps = [
      '1',
      '2',
      'Enter',
      'Enter',
      'Enter',
      'Escape',
      'Escape',
      'Escape',
      '3',
      '4',
      '5',
      '6',
      '1',
    ];
    for (const key of steps) {
      const screen = await shell.press(key).showsOnce(isIntact, 'its lines in place');
      expect(screen).not.toContain('\u202e');
      expect(shell.state('cursor_flag')).toBe('0');
      expect(shell.state('alternate_on')).toBe('1');
      expect(shell.state('pane_title')).toBe(title);
    }
    await expectShellBack(shell.press('q'), 0);
  });
});

/** The tabs, the rule and the keys stand where they always do. */
function isIntact(screen: string): boolean {
  const lines = screen.split('\n');
  return (
    /^ 1 .Overview. 2 /.test(lines[0]!) &&
    lines[1] === '─'.repeat(80) &&
    /tab next|q quit|esc/.test(lines[23] ?? '')
  );
}
