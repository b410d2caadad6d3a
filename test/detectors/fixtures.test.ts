import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { duplicates } from '../../src/detectors/duplicates.ts';
import { oversizedContext } from '../../src/detectors/oversized-context.ts';
import { retryStorms } from '../../src/detectors/retry-storms.ts';
import { inOrder } from '../support/calls.ts';
import { assistant, promptTrie, system, user } from '../support/prompts.ts';
import { avoidable, runDetector } from './run-detector.ts';

interface Line {
  readonly timestamp: string;
  readonly status: number;
  readonly latency_ms: number;
  readonly user?: string;
  readonly metadata?: { readonly feature: string };
  readonly request: {
    readonly model: string;
    readonly temperature?: number;
    readonly messages: readonly {
      readonly role: 'system' | 'user' | 'assistant';
      readonly content: string;
    }[];
  };
  readonly response: {
    readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
  };
  /** The detectors that find avoidable tokens in the call, each by itself. */
  readonly expect: readonly string[];
}

const segmentOf = { system, user, assistant };
const detectors = [retryStorms, duplicates, oversizedContext];

test.each(detectors.map(({ id }) => id))(
  'fixtures/detectors/%s.jsonl: each call is claimed by whom it names',
  (id) => {
    const file = join(import.meta.dirname, `../../fixtures/detectors/${id}.jsonl`);
    const lines = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line): Line => JSON.parse(line));
    const trie = promptTrie(
      lines.map(({ request }) => request.messages.map(({ role, content }) => segmentOf[role](content))),
    );
    const calls = inOrder(
      lines.map((line, i) => ({
        time: Date.parse(line.timestamp),
        model: line.request.model,
        params: line.request.temperature ?? 1,
        status: line.status,
        failed: line.status >= 400,
        latencyMs: line.latency_ms,
        user: line.user ?? '',
        feature: line.metadata?.feature ?? '',
        prompt: trie.nodes[i]!,
        usage: {
          input: line.response.usage?.prompt_tokens ?? 0,
          output: line.response.usage?.completion_tokens ?? 0,
        },
      })),
    );
    const claimed = lines.map((): string[] => []);
    for (const detector of detectors) {
      for (const index of avoidable(runDetector(detector, calls, trie.prompts)))
        claimed[index]!.push(detector.id);
    }
    expect(claimed).toEqual(lines.map((line) => line.expect));
    expect(claimed.flat()).toContain(id);
  },
);
