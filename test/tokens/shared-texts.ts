import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { SHARED } from '../support/shared-folder.ts';

/** The distinct strings of every record of a shared log, or undefined, with a message, when the log is not there. */
export function sharedTexts(name: string): readonly string[] | undefined {
  const path = `${SHARED}/data/${name}`;
  if (!existsSync(path)) {
    process.stderr.write(`skipped: ${path} is missing (set LLM_COST_SHARED)\n`);
    return undefined;
  }
  const texts = new Set<string>();
  for (const line of gunzipSync(readFileSync(path)).toString().split('\n')) {
    if (line !== '') collect(JSON.parse(line), texts);
  }
  return [...texts];
}

function collect(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) collect(part, texts);
  }
}
