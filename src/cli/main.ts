import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { isColored } from './color.ts';
import type { Aftermath, CommandContext } from './command-context.ts';
import { commands } from './commands/index.ts';
import { reportError } from './errors.ts';
import type { Io } from './io.ts';
import { SETTINGS } from './settings.ts';
import { useCases as builtIn, type UseCases } from './use-cases.ts';

/** Runs the program once, whole: parses, acts, prints, sets the exit code. Never throws and never exits. */
export async function main(io: Io, useCases: UseCases = builtIn): Promise<void> {
  let aftermath: Aftermath = async () => {};
  const whenFailed = (given: Aftermath): void => {
    aftermath = given;
  };
  try {
    const program = await createProgram({ io, useCases, whenFailed });
    await program.parseAsync(io.argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    io.setExitCode(2);
    await reportError(error, io);
    await aftermath(error);
  }
}

/** The program with its commands; only the one that was asked for is loaded and knows its flags. */
async function createProgram(context: CommandContext): Promise<Command> {
  const { io } = context;
  const program = new Command('llm-cost')
    .description('Audits what you pay for LLM APIs, from your own request logs, offline.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .option('--config <file>', 'read settings from this file instead of searching for llm-cost.config.*')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      // Printed by `reportError`, once and on one line.
      outputError: () => {},
      getOutHelpWidth: () => io.stdout.columns,
      getErrHelpWidth: () => io.stderr.columns,
      getOutHasColors: () => isColored(io.env, io.stdout, undefined),
      getErrHasColors: () => isColored(io.env, io.stderr, undefined),
    });
  for (const key of ['quiet', 'color', 'debug'] as const) {
    program.option(SETTINGS[key].flags, SETTINGS[key].describe);
  }
  const wanted = io.argv.find((word) => commands.some(({ name }) => name === word));
  for (const { name, summary, load } of commands) {
    const command = program.command(name).description(summary);
    if (name === wanted) (await load()).default(command, context);
  }
  return program;
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return (manifest satisfies unknown as { readonly version: string }).version;
}
