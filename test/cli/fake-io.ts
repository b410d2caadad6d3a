import { Readable } from 'node:stream';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import type { TerminalDevice } from '../../src/cli/tui/terminal-device.ts';
import type { UseCases } from '../../src/cli/use-cases.ts';
import type { Detector } from '../../src/contracts/detector.ts';
import { defineDetector } from '../../src/contracts/detector.ts';
import { defineLedger } from '../../src/contracts/ledger.ts';
import { defineSource } from '../../src/contracts/source.ts';
import { defineStrategy, type Strategy } from '../../src/contracts/strategy.ts';
import type { AuditHooks, AuditRequest } from '../../src/engine/audit-request.ts';
import type { Report } from '../../src/model/report.ts';
import { sampleReport } from '../report/sample-reports.ts';

/** A folder in which no test finds a configuration file of the machine it runs on. */
export const NOWHERE = '/llm-cost-no-such-folder';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What the audit was asked for, when it was. */
  readonly request: AuditRequest | undefined;
  readonly files: ReadonlyMap<string, string>;
  readonly folders: ReadonlySet<string>;
}

export interface World {
  readonly env?: Io['env'];
  readonly cwd?: string;
  readonly home?: string;
  readonly tty?: { readonly stdout?: boolean; readonly stderr?: boolean };
  readonly columns?: number;
  readonly report?: Report;
  /** Stands for the audit; `tick` moves the clock, `interrupt` is Ctrl-C. */
  /** What is typed when something is asked; undefined is nobody there. */
  readonly answer?: string;
  /** Stands for the network; without it nothing can be reached. */
  readonly fetch?: Io['fetch'];
  /** Told of every pause; the clock moves by it. */
  readonly onSleep?: (ms: number) => void;
  /** The terminal that the application is shown on. */
  readonly terminal?: TerminalDevice;
  readonly onExit?: Io['onExit'];
  readonly onFault?: Io['onFault'];
  readonly during?: (hooks: AuditHooks, clock: { tick(ms: number): void; interrupt(): void }) => void;
  readonly useCases?: Partial<UseCases>;
  /** What is done otherwise, such as a write that fails. */
  readonly io?: Partial<Io>;
}

/** Runs a whole command line in this process against a made-up world. */
export async function run(line: string | readonly string[], world: World = {}): Promise<Ran> {
  let [out, err, code, now] = ['', '', 0, Date.UTC(2026, 10, 20)];
  let request: AuditRequest | undefined;
  const listeners = new Set<() => void>();
  const files = new Map<string, string>();
  const folders = new Set<string>();
  const columns = world.columns ?? 80;
  const writeOut = async (text: string) => {
    out += text;
  };
  const writeErr = async (text: string) => {
    err += text;
  };
  const io: Io = {
    argv: typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line,
    env: world.env ?? {},
    cwd: world.cwd ?? NOWHERE,
    home: world.home ?? NOWHERE,
    stdin: Readable.from([]),
    stdout: { isTTY: world.tty?.stdout ?? false, columns, write: writeOut },
    stderr: { isTTY: world.tty?.stderr ?? false, columns, write: writeErr },
    now: () => now,
    setExitCode: (value) => {
      code = value;
    },
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onExit: world.onExit ?? (() => () => {}),
    onFault: world.onFault ?? (() => () => {}),
    openTerminal: () => world.terminal,
    ask:
      world.answer === undefined
        ? undefined
        : async (question) => {
            err += `${question}\n`;
            return world.answer!;
          },
    fetch: world.fetch ?? (() => Promise.reject(new Error('no network'))),
    sleep: async (ms) => {
      world.onSleep?.(ms);
      now += ms;
    },
    createFile: async (path, text) => {
      const isNew = !files.has(path);
      if (isNew) files.set(path, text);
      return isNew;
    },
    writeFile: async (path, text) =>
      void files.set(path, typeof text === 'string' ? text : [...text].join('')),
    appendFile: async (path, text) => void files.set(path, (files.get(path) ?? '') + text),
    makeFolder: async (path) => void folders.add(path),
    ...world.io,
  };
  const clock = {
    tick: (ms: number) => {
      now += ms;
    },
    interrupt: () => {
      for (const listener of listeners) listener();
    },
  };
  await main(io, {
    audit: async (asked, hooks) => {
      request = asked;
      world.during?.(hooks, clock);
      return world.report ?? sampleReport('typical');
    },
    sources: async () => [
      defineSource({
        ...{ id: 'acme-log', title: 'Acme log', describe: 'Reads Acme logs.', where: 'Acme, Logs, Export' },
        supports: { duplicates: 'yes', retries: 'no', caching: 'usage only' },
      }),
    ],
    measure: async () => {
      throw new Error('not asked for');
    },
    simulate: async () => {
      throw new Error('not asked for');
    },
    draftScenario: async () => {
      throw new Error('not asked for');
    },
    reconcile: async () => {
      throw new Error('not asked for');
    },
    show: async () => {
      throw new Error('not asked for');
    },
    showIds: async () => [],
    lastAudit: async () => undefined,
    explore: async () => {
      throw new Error('not asked for');
    },
    ledgers: async () => [
      defineLedger({
        id: 'acme-bill',
        title: 'Acme bill',
        describe: 'Dollars per day.',
        where: 'Acme, Billing',
      }),
    ],
    detectors: async () => [shortDetector, optionDetector],
    strategies: async () => [plainStrategy('first'), plainStrategy('second')],
    ...world.useCases,
  });
  return { code, out, err, request, files, folders };
}

const idle = { see: () => {}, finish: () => {}, describe: () => ({ id: '', label: '', columns: {} }) };

const shortDetector: Detector = defineDetector({
  id: 'plain',
  title: 'Plain',
  describe: 'Finds what is plain.',
  why: 'It costs.',
  basis: 'measured',
  needs: [],
  options: {},
  columns: [],
  fix: () => 'Mend it.',
  start: () => idle,
});

const optionDetector: Detector = defineDetector({
  id: 'picky',
  title: 'Picky',
  describe: 'Finds what it is told to find.',
  why: 'It costs.',
  basis: 'estimated',
  needs: ['time'],
  options: {
    withinHours: { default: 24, describe: 'Window in hours.', min: 1, max: 720 },
    strict: { default: true, describe: 'Whether to be strict.' },
    mode: { default: 'exact', describe: 'How to compare.', choices: ['exact', 'loose'] },
  },
  columns: [],
  fix: () => 'Mend it.',
  start: () => idle,
});

function plainStrategy(id: string): Strategy {
  return defineStrategy({
    id,
    title: id,
    describe: `Does ${id}.`,
    basis: 'measured',
    needs: [],
    options: { share: { default: 0.5, describe: 'Share.', min: 0, max: 1 } },
    sweeps: [],
    start: () => ({ change: () => undefined, assumptions: () => [] }),
  });
}
