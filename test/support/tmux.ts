import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as later } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** Whether a real terminal can be had; tests that need one say in their title that they are skipped without. */
export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

const WAIT_MS = 20_000;
const LOOK_EVERY_MS = 30;

/** What a shell in a terminal sees; nothing of the machine's own settings. */
const ENV = { LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TERM: 'xterm-256color' };

interface PaneOptions {
  readonly cwd: string;
  /** Searched for programs before those of the machine. */
  readonly path: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A shell in a terminal of its own, which goes when the running test ends. */
export class TmuxPane {
  readonly #socket = `llm-cost-${randomUUID()}`;

  constructor({ cwd, path, columns = 80, rows = 24, env = {} }: PaneOptions) {
    const size = ['-x', String(columns), '-y', String(rows)];
    execFileSync(
      'tmux',
      [...this.#server, '-f', '/dev/null', 'new-session', '-d', ...size, '-c', cwd, 'sh -i'],
      { env: { ...ENV, PATH: `${path}:${process.env.PATH}`, HOME: cwd, ...env } },
    );
    onTestFinished(() => this.close());
  }

  get #server(): readonly string[] {
    return ['-L', this.#socket];
  }

  /** Presses keys by tmux's names: `Enter`, `Escape`, `C-c`, `Down`, `q`. */
  press(...keys: readonly string[]): this {
    return this.#tmux('send-keys', '--', ...keys);
  }

  /** Types a text as it is. */
  type(text: string): this {
    return this.#tmux('send-keys', '-l', '--', text);
  }

  /** Types a command at the shell. */
  run(command: string): this {
    return this.type(command).press('Enter');
  }

  resize(columns: number, rows: number): this {
    return this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** What stands on the screen, with the escapes of its colours or without. */
  screen(isColored = false): string {
    return this.#ask('capture-pane', '-p', ...(isColored ? ['-e'] : []));
  }

  /** What tmux knows of the terminal: `cursor_flag`, `pane_title`, `alternate_on`. */
  state(variable: string): string {
    return this.#ask('display-message', '-p', `#{${variable}}`).trim();
  }

  /** The screen once it has this; fails with the screen when it has not within 20 s. */
  async shows(wanted: string | RegExp): Promise<string> {
    return this.showsOnce(
      (screen) => (typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen)),
      String(wanted),
    );
  }

  /** The screen once this holds of it. */
  async showsOnce(holds: (screen: string) => boolean, what: string): Promise<string> {
    const until = Date.now() + WAIT_MS;
    for (;;) {
      const screen = this.screen();
      if (holds(screen)) return screen;
      if (Date.now() > until) throw new Error(`the screen has not ${what}:\n${screen}`);
      await later(LOOK_EVERY_MS);
    }
  }

  close(): void {
    spawnSync('tmux', [...this.#server, 'kill-server']);
  }

  #tmux(...args: readonly string[]): this {
    this.#ask(...args);
    return this;
  }

  #ask(...args: readonly string[]): string {
    return execFileSync('tmux', [...this.#server, ...args], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH },
    });
  }
}
