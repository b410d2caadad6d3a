import { InputError } from '../contracts/input-error.ts';
import type { Io } from './io.ts';
import type { Settings } from './settings.ts';

/** What is to be audited: the named paths, and with `--agents` what coding agents keep on this machine. Throws `InputError`. */
export async function auditedPaths(
  paths: readonly string[],
  settings: Settings,
  io: Io,
): Promise<readonly string[]> {
  if (!settings.agents) {
    if (paths.length > 0) return paths;
    throw new InputError("missing required argument 'paths'; or use --agents");
  }
  const { agentFolders } = await import('../ingest/agent-folders.ts');
  const { found, looked } = agentFolders(io.env, io.home);
  if (found.length === 0 && paths.length === 0)
    throw new InputError(`--agents: no sessions of coding agents in ${looked.join(', ')}`);
  return [...paths, ...found];
}
