import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agentFolders } from '../../src/ingest/agent-folders.ts';
import { tempFolder } from '../support/temp-folder.ts';

function homeWith(...folders: readonly string[]): string {
  const home = tempFolder();
  for (const folder of folders) mkdirSync(join(home, folder), { recursive: true });
  return home;
}

describe('agentFolders', () => {
  test('finds what is there, below the home folder', () => {
    const folders = [
      ...['.claude/projects', '.config/claude/projects', '.codex/sessions', '.codex/archived_sessions'],
      ...['.gemini/tmp', '.local/share/opencode/storage/message'],
    ];
    const home = homeWith(...folders);
    for (const name of ['opencode.db', 'opencode-dev.db', 'opencode.db-wal', 'other.db'])
      writeFileSync(join(home, '.local/share/opencode', name), '');
    const databases = ['opencode-dev.db', 'opencode.db'].map((name) => `.local/share/opencode/${name}`);
    expect(agentFolders({}, home).found).toEqual([...folders, ...databases].map((path) => join(home, path)));
  });

  test('only what is there, and it says where it looked', () => {
    const home = homeWith('.codex/sessions');
    const { found, looked } = agentFolders({}, home);
    expect(found).toEqual([join(home, '.codex/sessions')]);
    expect(looked).toContain(join(home, '.claude/projects'));
    expect(agentFolders({}, join(home, 'nobody')).found).toEqual([]);
  });

  test("follows the agents' own variables, of which one may be a list", () => {
    const home = homeWith(
      'a/projects',
      'b/projects',
      '.codex/sessions',
      'cx/sessions',
      'xc/claude/projects',
      'gm/.gemini/tmp',
      '.gemini/tmp',
      'data/opencode/storage/message',
    );
    const at = (path: string) => join(home, path);
    const env = {
      CLAUDE_CONFIG_DIR: `${at('a')}, ${at('b')},`,
      CODEX_HOME: at('cx'),
      XDG_CONFIG_HOME: at('xc'),
      GEMINI_CLI_HOME: at('gm'),
      XDG_DATA_HOME: at('data'),
    };
    const expected = [
      ...['xc/claude/projects', 'a/projects', 'b/projects', 'cx/sessions', 'gm/.gemini/tmp'],
      'data/opencode/storage/message',
    ];
    expect(agentFolders(env, home).found).toEqual(expected.map(at));
  });

  test('a folder that two variables lead to is read once', () => {
    const home = homeWith('.claude/projects');
    expect(agentFolders({ CLAUDE_CONFIG_DIR: join(home, '.claude') }, home).found).toHaveLength(1);
  });
});
