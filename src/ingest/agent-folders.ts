import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Where coding agents keep their sessions. */
export interface AgentFolders {
  /** What is there, as absolute paths of folders and databases. */
  readonly found: readonly string[];
  /** Everywhere that was looked, in the order of looking. */
  readonly looked: readonly string[];
}

/**
 * Looks for the sessions of Claude Code, Codex, Gemini CLI and opencode (FORMATS 15) where they write them: below the home
 * folder, unless an environment variable of theirs says otherwise. `CLAUDE_CONFIG_DIR` may list several, with commas.
 */
export function agentFolders(env: Readonly<Record<string, string | undefined>>, home: string): AgentFolders {
  const claude = (env.CLAUDE_CONFIG_DIR ?? '').split(',').map((folder) => folder.trim());
  const config = env.XDG_CONFIG_HOME || join(home, '.config');
  const codex = env.CODEX_HOME || join(home, '.codex');
  const opencode = join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'opencode');
  const looked = [
    ...[join(home, '.claude'), join(config, 'claude'), ...claude.filter((folder) => folder !== '')].map(
      (folder) => join(folder, 'projects'),
    ),
    join(codex, 'sessions'),
    join(codex, 'archived_sessions'),
    join(env.GEMINI_CLI_HOME || home, '.gemini', 'tmp'),
    join(opencode, 'storage', 'message'),
  ];
  const found = [...looked.filter(isFolder), ...databasesIn(opencode)];
  return { found: [...new Set(found)], looked: [...looked, join(opencode, 'opencode*.db')] };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** opencode names its database after the channel that it was installed from. */
function databasesIn(folder: string): string[] {
  if (!isFolder(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^opencode.*\.db$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}
