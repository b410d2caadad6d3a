import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useCases } from '../../../src/cli/use-cases.ts';
import { chatLine, START } from '../../support/chat-lines.ts';
import { type Ran, run, type World } from '../fake-io.ts';

/** A folder with logs of ten calls, and the whole program run in it. */
export interface CheckFolder {
  readonly path: string;
  put(name: string, content: unknown): void;
  check(args: readonly string[], world?: World): Promise<Ran>;
  remove(): void;
}

/** gpt-4.1 is $2 and $8 per 1M tokens: ten calls of 1,000 and 100 tokens are $0.0028 each, $0.028 together. */
export function checkFolder(): CheckFolder {
  const path = mkdtempSync(join(tmpdir(), 'llm-cost-check-'));
  const put = (name: string, content: unknown) =>
    writeFileSync(join(path, name), typeof content === 'string' ? content : JSON.stringify(content));
  put('log.jsonl', callLines(1000));
  put('grown.jsonl', callLines(1200));
  put('unpriced.jsonl', callLines(1000, 'gpt-nobody-knows'));
  put('empty.jsonl', '');
  return {
    path,
    put,
    check: (args, world = {}) => run(['check', ...args], { cwd: path, useCases, ...world }),
    remove: () => rmSync(path, { recursive: true }),
  };
}

export function callLines(input: number, model = 'gpt-4.1', feature = 'search'): string {
  const calls = Array.from({ length: 10 }, (_, i) =>
    chatLine({
      id: `call-${i}`,
      at: START + 600_000 * i,
      ...{ model, feature },
      prompt: [{ role: 'user', content: `Where do I find shoes of size ${30 + i}?` }],
      answer: `In aisle ${i}.`,
      usage: { input, output: 100 },
    }),
  );
  return calls.map((line) => `${line}\n`).join('');
}
