import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { tempFolder } from '../support/temp-folder.ts';
import { type Action, type JobRun, runAction } from './composite-runner.ts';

const file = fileURLToPath(new URL('../../action.yml', import.meta.url));

export const actionText: string = readFileSync(file, 'utf8');
export const action: Action = parse(actionText);

/** A program in place of llm-cost that notes how it was called and ends as it is told to. */
const PROGRAM = `
const fs = require('node:fs');
const [command, ...flags] = process.argv.slice(2);
const { CALLS, CHECK_ENDS = '0', RESULT = '{}', DIES, COMMENT_ENDS = '0', GITHUB_OUTPUT, GITHUB_TOKEN } = process.env;
fs.appendFileSync(CALLS, JSON.stringify({ command, flags, cwd: process.cwd(), token: GITHUB_TOKEN }) + '\\n');
if (command === 'comment') process.exit(Number(COMMENT_ENDS));
const out = flags.find((flag) => flag.startsWith('--out='));
if (out !== undefined && RESULT !== 'none') {
  fs.writeFileSync(out.slice(6), RESULT);
  if (DIES !== undefined) process.exit(Number(CHECK_ENDS));
  fs.appendFileSync(GITHUB_OUTPUT, 'verdict=stood-in\\nexit-code=' + CHECK_ENDS + '\\nreport-path=' + out.slice(6) + '\\n');
}
process.exit(Number(CHECK_ENDS));
`;

interface Call {
  readonly command: string;
  readonly flags: readonly string[];
  readonly cwd: string;
  readonly token?: string;
}

export interface StoodIn extends JobRun {
  readonly workspace: string;
  readonly calls: readonly Call[];
}

export interface StandInWorld {
  /** Of the job, and of the stand-in: `CHECK_ENDS`, `RESULT`, `DIES` (behind its result, before its outputs), `COMMENT_ENDS`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the workspace. */
  readonly files?: Readonly<Record<string, string>>;
  /** Leaves the program to be installed; by default it is. */
  readonly isFresh?: boolean;
}

/** Runs the action with a stand-in for the program, on a pull request. */
export async function runStandIn(
  given: Readonly<Record<string, string>>,
  { env = {}, files = {}, isFresh = false }: StandInWorld = {},
): Promise<StoodIn> {
  const folder = tempFolder();
  const [workspace, temp, actionPath] = ['work space', 'temp', 'action'].map((name) => join(folder, name));
  for (const made of [workspace!, temp!, join(actionPath!, 'bin')]) mkdirSync(made, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace!, name), text);
  writeFileSync(join(actionPath!, 'bin/llm-cost.js'), PROGRAM);
  if (!isFresh) writeFileSync(join(temp!, 'llm-cost-installed'), actionPath!);
  const calls = join(folder, 'calls');
  const run = await runAction(action, given, {
    ...{ workspace: workspace!, temp: temp!, actionPath: actionPath!, token: 'token-of-the-job' },
    env: { GITHUB_EVENT_NAME: 'pull_request', CALLS: calls, ...env },
  });
  const lines = existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : [];
  return { ...run, workspace: workspace!, calls: lines.map((line) => JSON.parse(line)) };
}
