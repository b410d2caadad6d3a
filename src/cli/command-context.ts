import type { Command } from 'commander';
import type { Io } from './io.ts';
import type { UseCases } from './use-cases.ts';

/** What every command gets. */
export interface CommandContext {
  readonly io: Io;
  readonly useCases: UseCases;
  /** Takes what is left to do when the command, or reading its flags, has failed and that was said. It must not throw. */
  whenFailed(aftermath: Aftermath): void;
}

export type Aftermath = (error: unknown) => Promise<void>;

/** Configures the command that the program has made: its arguments, flags and action. */
export type Configure = (command: Command, context: CommandContext) => void;
