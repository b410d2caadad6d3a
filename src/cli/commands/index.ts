import type { Configure } from '../command-context.ts';

/** A command as the program's own help shows it; the rest is loaded only for the command that runs. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<{ readonly default: Configure }>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: 'audit',
    summary: 'read request logs and report what was spent, wasted and could be saved',
    load: () => import('./audit.ts'),
  },
  {
    name: 'tui',
    summary: 'explore the last audit, or other logs, on the terminal',
    load: () => import('./tui.ts'),
  },
  {
    name: 'show',
    summary: 'show the calls behind a figure of the last report',
    load: () => import('./show.ts'),
  },
  {
    name: 'simulate',
    summary: 'replay strategies, other models, prices or volumes over your own log',
    load: () => import('./simulate.ts'),
  },
  {
    name: 'check',
    summary: 'hold calls to budgets and to a baseline, for CI: the exit code is the verdict',
    load: () => import('./check.ts'),
  },
  {
    name: 'comment',
    summary: 'bring the result of a check to its pull request',
    load: () => import('./comment.ts'),
  },
  {
    name: 'scenarios',
    summary: 'write a scenario to simulate, from what an audit finds',
    load: () => import('./scenarios.ts'),
  },
  {
    name: 'reconcile',
    summary: "compare request logs with the provider's exports of usage and costs",
    load: () => import('./reconcile.ts'),
  },
  {
    name: 'estimate',
    summary: 'what a planned volume would cost on several models, without a log',
    load: () => import('./estimate.ts'),
  },
  {
    name: 'export',
    summary: 'write a scenario as the configuration of a proxy',
    load: () => import('./export.ts'),
  },
  { name: 'demo', summary: 'generate a log with known waste and audit it', load: () => import('./demo.ts') },
  { name: 'prices', summary: 'show the prices that calls are billed at', load: () => import('./prices.ts') },
  { name: 'formats', summary: 'list the log formats that can be read', load: () => import('./formats.ts') },
  { name: 'detectors', summary: 'list the kinds of waste looked for', load: () => import('./detectors.ts') },
  {
    name: 'strategies',
    summary: 'list the savings that can be replayed',
    load: () => import('./strategies.ts'),
  },
];
