import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

type Params = Readonly<Record<string, unknown>>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: Params;
  readonly error?: { readonly message: string };
}

/** The command of an installed Chromium; undefined where there is none. */
export const chromiumCommand = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].find(
  (command) => spawnSync(command, ['--version']).status === 0,
);

/** One page of a headless Chromium, driven through the DevTools protocol over two pipes (`--remote-debugging-pipe`). */
export class Chromium {
  /** What the page did that a report must not: console messages, exceptions, broken policies, requests beyond its own file. */
  readonly complaints: string[] = [];
  readonly #process: ChildProcess;
  readonly #profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  readonly #answers = new Map<number, { resolve(result: Params): void; reject(error: Error): void }>();
  readonly #loaded: (() => void)[] = [];
  #session: string | undefined;
  #lastId = 0;
  #rest = '';

  private constructor(command: string) {
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--remote-debugging-pipe',
      '--no-first-run',
    ];
    this.#process = spawn(command, [...flags, `--user-data-dir=${this.#profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    (this.#process.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => this.#read(text));
  }

  static async open(command: string): Promise<Chromium> {
    const chromium = new Chromium(command);
    const { targetId } = await chromium.send('Target.createTarget', { url: 'about:blank' });
    const attached = await chromium.send('Target.attachToTarget', { targetId, flatten: true });
    chromium.#session = String(attached.sessionId);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await chromium.send(`${domain}.enable`);
    return chromium;
  }

  send(method: string, params: Params = {}): Promise<Params> {
    const id = ++this.#lastId;
    const message = { id, method, params, ...(this.#session !== undefined && { sessionId: this.#session }) };
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
    return new Promise((resolve, reject) => this.#answers.set(id, { resolve, reject }));
  }

  /** Resolves when the page and all it asked for are there. */
  async visit(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => this.#loaded.push(resolve));
    await this.send('Page.navigate', { url });
    await loaded;
  }

  /** The value of an expression in the page, as JSON carries it; undefined where that is what it is. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (answer.exceptionDetails !== undefined) throw new Error(JSON.stringify(answer.exceptionDetails));
    return (answer.result as { value?: unknown }).value;
  }

  /** A key as a person presses it on what has the focus. */
  async press(key: 'Enter' | 'Tab' | ' '): Promise<void> {
    const codes = { Enter: 13, Tab: 9, ' ': 32 } as const;
    const event = { key, code: key === ' ' ? 'Space' : key, windowsVirtualKeyCode: codes[key] };
    const text = { Enter: '\r', Tab: '', ' ': ' ' }[key];
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event, ...(text !== '' && { text }) });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  async close(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.#process.once('exit', () => resolve()));
    this.#process.kill();
    await ended;
    // Its other processes may still write for a while.
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  #read(text: string): void {
    const messages = (this.#rest + text).split('\0');
    this.#rest = messages.pop() ?? '';
    for (const message of messages) this.#take(JSON.parse(message) as Message);
  }

  #take({ id, method, params = {}, result = {}, error }: Message): void {
    if (id !== undefined) {
      const waiting = this.#answers.get(id);
      this.#answers.delete(id);
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(error.message));
    } else if (method === 'Page.loadEventFired') {
      this.#loaded.shift()?.();
    } else if (method === 'Network.requestWillBeSent') {
      const { url } = params.request as { url: string };
      if (!url.startsWith('file:') && url !== 'about:blank') this.complaints.push(`request: ${url}`);
    } else if (method !== undefined && COMPLAINTS.includes(method)) {
      this.complaints.push(JSON.stringify(params).slice(0, 500));
    }
  }
}

const COMPLAINTS = [
  'Runtime.consoleAPICalled',
  'Runtime.exceptionThrown',
  'Log.entryAdded',
  'Page.javascriptDialogOpening',
];
