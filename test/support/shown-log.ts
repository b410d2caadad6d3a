import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ShowRequest } from '../../src/engine/show.ts';
import { chatLine, START } from './chat-lines.ts';

const RULES = { role: 'system', content: 'Answer in one sentence.' };
export const ask = (content: string) => [RULES, { role: 'user', content }];
export const usage = { input: 1000, output: 100 };
export const at = (minute: number) => START + minute * 60_000;

/*
 * gpt-4.1: $2.00 input, $0.50 cached input, $8.00 output per 1M tokens: 1,000 in and 100 out are $0.0028.
 * a1, a2, a3 ask the same; a2 of a failed attempt's retry, so retry-storms has f's tokens. b1 and b2 differ in politeness only.
 */
export const LOG = [
  chatLine({ id: 'a1', at: at(0), prompt: ask('May I ride a bike?'), usage, user: 'ann', feature: 'help' }),
  chatLine({ id: 'a2', at: at(60), prompt: ask('May I ride a bike?'), usage, user: 'bob', feature: 'help' }),
  chatLine({
    id: 'a3',
    at: at(120),
    prompt: ask('May I ride a bike?'),
    usage: { input: 1000, output: 200 },
    user: 'ann',
    feature: 'help',
  }),
  chatLine({
    id: 'b1',
    at: at(180),
    prompt: ask('Where does the blue line to the old harbour end?'),
    usage,
    user: 'cem',
  }),
  chatLine({
    id: 'b2',
    at: at(240),
    prompt: ask('Please, where does the blue line to the old harbour end?'),
    usage,
    user: 'cem',
  }),
  chatLine({ id: 'f1', at: at(300), prompt: ask('Who pays?'), status: 500, usage, user: 'dan' }),
  chatLine({ at: at(300) + 2000, prompt: ask('Who pays?'), usage, user: 'dan' }),
  chatLine({ id: 'u', at: at(400), model: 'no-such-model-9', prompt: ask('What?'), usage }),
].join('\n');

export const HOOKS = {
  now: () => Date.UTC(2026, 10, 20),
  stdin: Readable.from([]),
  progress: () => {},
  notice: () => {},
};

export const DETECTORS = ['retry-storms', 'duplicates', 'near-duplicates', 'oversized-context'];

export function requestIn(folder: string, what: string, changes: Partial<ShowRequest> = {}): ShowRequest {
  return {
    ...{ what, paths: ['log.jsonl'], cwd: folder, read: { map: {}, epoch: 0 }, keepText: false, prices: [] },
    ...{ strategies: [], detectors: DETECTORS, settings: {}, timezone: 'UTC', top: 10, workers: 0 },
    maxRecordBytes: 1 << 20,
    ...changes,
  };
}

export function logIn(folder: string, text = LOG): string {
  writeFileSync(join(folder, 'log.jsonl'), text);
  return folder;
}
