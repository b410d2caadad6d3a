import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useCases } from '../../src/cli/use-cases.ts';
import { openStore } from '../../src/store/store.ts';
import { type ToyEndpoint, toyEndpoint } from '../embeddings/toy-endpoint.ts';
import { chatLine, START } from '../support/chat-lines.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { run } from './fake-io.ts';

const QUESTIONS = ['where is my parcel', 'my parcel is where', 'how do I return shoes', 'what does it cost'];

function parcelLog(): { folder: string; file: string } {
  const folder = tempFolder();
  const file = join(folder, 'log.jsonl');
  const lines = QUESTIONS.map((content, i) =>
    chatLine({ at: START + i * 60_000, prompt: [{ role: 'user', content }], usage: { input: 9, output: 9 } }),
  );
  writeFileSync(file, `${lines.join('\n')}\n`);
  return { folder, file };
}

describe('where', () => {
  const simulate = (log: { folder: string; file: string }, { url }: ToyEndpoint, flags: string) =>
    run(`simulate ${log.file} --json --yes --embeddings ${url} --embedding-model toy ${flags}`, {
      ...{ cwd: log.folder, useCases, fetch: (address, init) => fetch(address, init) },
    });
  const keptText = ({ folder }: { folder: string }) => {
    const store = openStore(join(folder, '.llm-cost', 'store.db'));
    try {
      return store.prompts.text(0) !== null;
    } finally {
      store.close();
    }
  };

  test.each([
    ['no strategy', '--strategies none'],
    ['a strategy that has no use for vectors', '--strategies router'],
    ['a cache that compares otherwise', '--strategies cache --set cache.mode=near'],
    ['a sweep over other modes', '--strategies cache --sweep cache.mode=exact,normalized'],
  ])('%s is replayed nothing is sent and no texts are kept', async (_, flags) => {
    const log = parcelLog();
    const endpoint = await toyEndpoint();
    const { code, err } = await simulate(log, endpoint, flags);
    expect([code, endpoint.asked.length, keptText(log)]).toEqual([0, 0, false]);
    expect(err).toContain('embeddings: nothing to send, no strategy compares by vectors here');
  });

  test.each([
    ['a sweep', '--strategies cache --sweep cache.mode=exact,semantic'],
    ['a preset', '--strategies cache --set cache.preset=fourth-article'],
    ['a scenario', '--scenario SCENARIO'],
    ['one of several scenarios', '--compare OTHER SCENARIO'],
  ])('%s asks for a semantic cache texts are sent', async (_, flags) => {
    const log = parcelLog();
    writeFileSync(join(log.folder, 'scenario.yaml'), 'strategies:\n  - cache: {mode: semantic}\n');
    writeFileSync(join(log.folder, 'other.yaml'), 'strategies:\n  - cache\n');
    const endpoint = await toyEndpoint();
    const named = flags
      .replace('SCENARIO', join(log.folder, 'scenario.yaml'))
      .replace('OTHER', join(log.folder, 'other.yaml'));
    expect((await simulate(log, endpoint, named)).code).toBe(0);
    expect([endpoint.texts().length, keptText(log)]).toEqual([4, true]);
  });
});
