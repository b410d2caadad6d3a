import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useCases } from '../../src/cli/use-cases.ts';
import type { Report } from '../../src/model/report.ts';
import { openStore } from '../../src/store/store.ts';
import { answer, type ToyEndpoint, toyEndpoint, toyVector } from '../embeddings/toy-endpoint.ts';
import { chatLine, START } from '../support/chat-lines.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { run, type World } from './fake-io.ts';

const SYSTEM = { role: 'system', content: 'You answer questions about parcels.' };

/** Four questions that the toy model tells apart but for the order of their words, and one without a like. */
const QUESTIONS = [
  'where is my parcel now',
  'my parcel is where now',
  'how do I return shoes',
  'what does it cost to send a chair',
];

function parcelLog(questions: readonly string[] = QUESTIONS): { folder: string; file: string } {
  const folder = tempFolder();
  const file = join(folder, 'log.jsonl');
  const lines = questions.map((content, i) =>
    chatLine({
      at: START + i * 60_000,
      prompt: [SYSTEM, { role: 'user', content }],
      usage: { input: 1000, output: 100 },
    }),
  );
  writeFileSync(
    file,
    `${lines.join('\n')}\n${chatLine({ at: START, prompt: [{ role: 'user', content: 'Alone?' }] })}\n`,
  );
  return { folder, file };
}

function audit(
  { folder, file }: { folder: string; file: string },
  { url }: Pick<ToyEndpoint, 'url'>,
  flags: string,
  world: World = {},
) {
  const line = `audit ${file} --json --detectors none --strategies cache --set cache.mode=semantic --embedding-model toy`;
  return run(`${line} --set cache.embeddingModel=none --embeddings ${url} ${flags}`, {
    ...{ cwd: folder, useCases, fetch: (address, init) => fetch(address, init) },
    ...world,
  });
}

function groupsOf(out: string): unknown {
  return (JSON.parse(out) as Report).strategies[0]!.groups.map(({ key, calls }) => [key, calls]);
}

test('sends each text once, and a prompt of the same meaning is answered by the cache', async () => {
  const log = parcelLog();
  const endpoint = await toyEndpoint();
  const { code, out, err } = await audit(log, endpoint, '--yes');
  expect(code).toBe(0);
  expect(endpoint.texts().sort()).toEqual([...QUESTIONS].sort());
  expect(err).toContain('embeddings: the store keeps the whole texts of prompts, as with --keep-text');
  expect(err).toMatch(/embeddings: 4 texts, about \d+ tokens, price of toy unknown, to 127\.0\.0\.1:\d+\n/);
  expect(err).toContain('toy has no price: look-ups can be replayed with a price of your own');
  expect(err).toContain('embeddings: 4 texts embedded\n');
  expect(groupsOf(out)).toEqual(expect.arrayContaining([['semantic', 1]]));
});

test('a second run sends nothing, nor does one that only names the model, and both say the same', async () => {
  const log = parcelLog();
  const endpoint = await toyEndpoint();
  const first = await audit(log, endpoint, '--yes');
  const second = await audit(log, endpoint, '');
  expect(second.code).toBe(0);
  expect(endpoint.asked).toHaveLength(1);
  expect(second.err).toContain('embeddings: nothing to send, 4 texts of prompts have their vectors');
  const offline = await run(
    `audit ${log.file} --json --detectors none --strategies cache --set cache.mode=semantic --set cache.embeddingModel=none --embedding-model toy`,
    { cwd: log.folder, useCases },
  );
  expect(groupsOf(second.out)).toEqual(groupsOf(first.out));
  expect(groupsOf(offline.out)).toEqual(groupsOf(first.out));
});

test('a text that the log has since gained is the only one sent', async () => {
  const log = parcelLog();
  const endpoint = await toyEndpoint();
  await audit(log, endpoint, '--yes');
  const more = chatLine({ at: START + 3_600_000, prompt: [SYSTEM, { role: 'user', content: 'One more' }] });
  writeFileSync(log.file, `${more}\n`, { flag: 'a' });
  await audit(log, endpoint, '--yes');
  expect(endpoint.asked[1]!.input).toEqual(['One more']);
});

test('without a store all are sent again, and nothing is written', async () => {
  const log = parcelLog();
  const endpoint = await toyEndpoint();
  await audit(log, endpoint, '--yes --no-store');
  const { err } = await audit(log, endpoint, '--yes --no-store');
  expect(endpoint.asked).toHaveLength(2);
  expect(err).not.toContain('the store keeps');
});

test('vectors that stand in the log are used, without any network and without texts', async () => {
  const log = parcelLog();
  const vectors = (input: string | string[], texts: readonly string[], model = 'toy') =>
    `${JSON.stringify({
      timestamp: new Date(START - 60_000).toISOString(),
      request: { model, input },
      response: {
        object: 'list',
        model,
        data: texts
          .map((text, index) => ({ object: 'embedding', index, embedding: toyVector(text) }))
          .reverse(),
        usage: { prompt_tokens: 8, total_tokens: 8 },
      },
    })}\n`;
  const [one, two, ...others] = QUESTIONS as [string, string, ...string[]];
  const lines =
    vectors(one, [one]) + vectors([two, ...others], [two, ...others]) + vectors('x', ['x'], 'else');
  writeFileSync(log.file, lines, { flag: 'a' });
  const line = `audit ${log.file} --json --detectors none --strategies cache --set cache.mode=semantic --set cache.embeddingModel=none`;
  const { out } = await run(`${line} --embedding-model toy`, { cwd: log.folder, useCases });
  expect(groupsOf(out)).toEqual(expect.arrayContaining([['semantic', 1]]));
  const store = openStore(join(log.folder, '.llm-cost', 'store.db'));
  expect([store.vectors.count('toy'), store.vectors.count('else')]).toEqual([4, 0]);
  store.close();
  const endpoint = await toyEndpoint();
  await audit(log, endpoint, '--yes');
  expect(endpoint.asked).toEqual([]);
});

test('texts that an earlier run kept only previews of are kept now', async () => {
  const long = 'word '.repeat(100);
  const log = parcelLog([`${long}one`, `${long}two`]);
  await run(`audit ${log.file} --json`, { cwd: log.folder, useCases });
  const endpoint = await toyEndpoint();
  await audit(log, endpoint, '--yes');
  expect(endpoint.texts().sort()).toEqual([`${long}one`, `${long}two`]);
});

describe('nothing is sent', () => {
  test.each([
    ['y', 1],
    ['Yes ', 1],
    ['', 0],
    ['n', 0],
    ['yesterday', 0],
  ])('unless the answer to the question is yes: "%s"', async (typed, requests) => {
    const endpoint = await toyEndpoint();
    const { code, err } = await audit(parcelLog(), endpoint, '', { answer: typed });
    expect([code, endpoint.asked.length]).toEqual([0, requests]);
    expect(err).toContain('4 texts, about ');
    expect(err).toContain('Send? [y/N]');
    if (requests === 0) expect(err).toContain('embeddings: nothing was sent');
  });

  test('where nobody can be asked: one line says how', async () => {
    const endpoint = await toyEndpoint();
    const { code, err, out } = await audit(parcelLog(), endpoint, '--quiet');
    expect([code, out, endpoint.asked.length]).toEqual([2, '', 0]);
    expect(err).toMatch(
      /^llm-cost: embeddings: 4 texts, .*; nothing was sent, --yes sends it without asking\n$/,
    );
  });

  test('without --embeddings, whatever the configuration file says', async () => {
    const { folder, file } = parcelLog();
    for (const key of ['embeddings: http://127.0.0.1:1/v1', 'yes: true']) {
      writeFileSync(join(folder, 'llm-cost.config.yaml'), `${key}\n`);
      const { code, err } = await run(`audit ${file}`, { cwd: folder, useCases });
      expect(code).toBe(2);
      expect(err).toContain('is not a known setting');
    }
  });

  test('without a model', async () => {
    const { folder, file } = parcelLog();
    const { code, err } = await run(`audit ${file} --embeddings http://127.0.0.1:1/v1`, {
      cwd: folder,
      useCases,
    });
    expect(code).toBe(2);
    expect(err).toBe('llm-cost: --embeddings needs --embedding-model, such as text-embedding-3-small\n');
  });
});

test('what breaks off midway goes on where it stopped', async () => {
  const questions = Array.from({ length: 200 }, (_, i) => `question about ${i}`);
  const log = parcelLog(questions);
  const broken = await toyEndpoint(
    (_, response, request) => request > 1 && answer(response, 401, { error: 'no' }),
  );
  const { code, err } = await audit(log, broken, '--yes', {
    env: { LLM_COST_EMBEDDINGS_KEY: 'secret-key-1' },
  });
  expect(code).toBe(2);
  expect(err).toMatch(
    /llm-cost: embeddings: 127\.0\.0\.1:\d+ answered 401 \(no\); 128 of 200 texts are embedded, run it again to go on\n$/,
  );
  expect(err).not.toContain('secret-key-1');
  expect(broken.asked[0]!.authorization).toBe('Bearer secret-key-1');
  const mended = await toyEndpoint();
  expect((await audit(log, mended, '--yes')).code).toBe(0);
  expect(mended.texts()).toEqual(questions.slice(128));
});

test("OPENAI_API_KEY goes to OpenAI's own address alone", async () => {
  const sent: [string, string | null][] = [];
  const world: World = {
    env: { OPENAI_API_KEY: 'sk-openai-1' },
    fetch: async (url, init) => {
      sent.push([new URL(url).host, new Headers(init.headers).get('authorization')]);
      return new Response('{}', { status: 401 });
    },
  };
  for (const url of [
    'https://api.openai.com/v1',
    'http://api.openai.com/v1',
    'https://api.openai.com.example/v1',
  ])
    await audit(parcelLog(), { url }, '--yes', world);
  expect(sent).toEqual([
    ['api.openai.com', 'Bearer sk-openai-1'],
    ['api.openai.com', null],
    ['api.openai.com.example', null],
  ]);
});

test('another length of vectors under one name is another model', async () => {
  const log = parcelLog();
  await audit(log, await toyEndpoint(), '--yes');
  writeFileSync(log.file, `${chatLine({ prompt: [SYSTEM, { role: 'user', content: 'New' }] })}\n`, {
    flag: 'a',
  });
  const other = await toyEndpoint((_, response) =>
    answer(response, 200, { data: [{ index: 0, embedding: [1, 2] }] }),
  );
  const { code, err } = await audit(log, other, '--yes');
  expect(code).toBe(2);
  expect(err).toContain('answered with 2 numbers for a text, and the store has 64 from toy');
});

test('a prompt that was refused has no vector, and the report counts it', async () => {
  const log = parcelLog();
  const endpoint = await toyEndpoint(
    ({ input }, response) => input.includes(QUESTIONS[2]!) && answer(response, 400, { error: 'too long' }),
  );
  const { out, err } = await audit(log, endpoint, '--yes');
  expect(err).toContain('embeddings: 1 texts were refused and have no vector');
  expect((JSON.parse(out) as Report).warnings).toContainEqual({
    code: 'no-vector',
    text: 'prompts have no vector of toy: none is found to be like another',
    count: 1,
  });
  const store = openStore(join(log.folder, '.llm-cost', 'store.db'));
  expect(store.vectors.count('toy')).toBe(3);
  store.close();
});
