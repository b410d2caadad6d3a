import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import type { Report } from '../../src/model/report.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { snippets } from './snippets.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** The key that the SDKs are given; it must not turn up in a file. */
export const KEY = 'sk-stand-in-key-0123456789';

/** A folder as a reader of the page has one: its files beside each other, the packages installed. */
export class Workshop {
  readonly folder = tempFolder();
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
    writeFileSync(join(this.folder, 'package.json'), '{"type":"module"}');
    for (const [name, text] of snippets()) this.write(name, text);
  }

  /** Puts a file here; TypeScript is compiled. */
  write(name: string, text: string): void {
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
    const isTypeScript = name.endsWith('.ts');
    const written = isTypeScript ? ts.transpileModule(text, { compilerOptions }).outputText : text;
    writeFileSync(join(this.folder, name.replace(/ts$/, 'js')), written);
  }

  /** Runs one of `programs/` here, in a process of its own, and returns what it printed. */
  async run(command: string, program: string, ...args: readonly string[]): Promise<string> {
    this.write(program, readFileSync(new URL(`programs/${program}`, import.meta.url), 'utf8'));
    const { stdout } = await run(command, [program.replace(/ts$/, 'js'), ...args], {
      cwd: this.folder,
      env: {
        PATH: process.env.PATH,
        ...{ OPENAI_API_KEY: KEY, ANTHROPIC_API_KEY: KEY },
        ...{ OPENAI_BASE_URL: `${this.#url}/v1`, ANTHROPIC_BASE_URL: this.#url },
      },
    });
    return stdout;
  }

  recorded(): string {
    return readFileSync(join(this.folder, 'llm-calls.jsonl'), 'utf8');
  }

  /** What the built program finds in the recorded file. */
  async audit(): Promise<Report> {
    const args = [
      join(root, 'bin/llm-cost.js'),
      'audit',
      'llm-calls.jsonl',
      '--json',
      '--quiet',
      '--no-store',
    ];
    const { stdout } = await run(process.execPath, args, { cwd: this.folder, maxBuffer: 64e6 });
    return JSON.parse(stdout) as Report;
  }
}
