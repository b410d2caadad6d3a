// Makes the logs that the benchmarks read. Everything is seeded: the same files on every machine.
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';

const OUT = new URL('./out/', import.meta.url);

/** sfc32, as in the demo: Math.random cannot be seeded. */
export function randomFrom(seed) {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, seed, 1];
  return () => {
    const t = (a + b + d++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 0x100000000;
  };
}

export async function make(name, bytes, lines) {
  mkdirSync(OUT, { recursive: true });
  const path = new URL(name, OUT);
  if (existsSync(path)) return path;
  const file = createWriteStream(path);
  let written = 0;
  let batch = [];
  for (const line of lines) {
    batch.push(line);
    if (batch.length < 500) continue;
    const text = `${batch.join('\n')}\n`;
    written += Buffer.byteLength(text);
    batch = [];
    if (!file.write(text)) await new Promise((resume) => file.once('drain', resume));
    if (written >= bytes) break;
  }
  if (batch.length > 0) file.write(`${batch.join('\n')}\n`);
  file.end();
  await finished(file);
  return path;
}

/** A vocabulary of made-up words, the frequent ones short; drawn with Zipf's weights it wears out any cache of words slowly, as prose does. */
export function wordsFrom(random, size) {
  const syllables = [
    'ta',
    'ri',
    'on',
    'men',
    'so',
    'ble',
    'ker',
    'an',
    'du',
    'ent',
    'lo',
    'vi',
    'pre',
    'sta',
    'ing',
    'com',
    'al',
    'er',
    'qui',
    'th',
  ];
  const words = Array.from({ length: size }, (_, i) =>
    Array.from(
      { length: 1 + Math.floor(Math.log2(i + 2) / 4 + random() * 2) },
      () => syllables[Math.floor(random() * syllables.length)],
    ).join(''),
  );
  return () => words[Math.floor(size ** random()) - 1];
}

export function prose(word, random, words) {
  const parts = [];
  for (let i = 0; i < words; i++) parts.push(word() + (random() < 0.08 ? '.' : random() < 0.06 ? ',' : ''));
  return parts.join(' ');
}

/** 22 agent sessions whose every call re-sends its history, over and over under new ids. */
function* agentCalls() {
  const shared = process.env.LLM_COST_SHARED ?? new URL('../../shared/', import.meta.url).pathname;
  const real = `${shared}/data/agent-sessions.jsonl.gz`;
  const calls = existsSync(real)
    ? gunzipSync(readFileSync(real)).toString().trimEnd().split('\n')
    : [...madeUpSessions()];
  for (let round = 0; ; round++) {
    for (const call of calls) {
      yield call
        .replace('"id":"', `"id":"r${round}-`)
        .replace('"session_id":"', `"session_id":"r${round}-`)
        .replace('"response":{"id":"', `"response":{"id":"r${round}-`);
    }
  }
}

function* madeUpSessions() {
  const random = randomFrom(3);
  const word = wordsFrom(random, 20_000);
  const system = prose(word, random, 500);
  for (let session = 0; session < 22; session++) {
    const messages = [
      { role: 'system', content: system },
      { role: 'user', content: prose(word, random, 400) },
    ];
    for (let turn = 0; turn < 10; turn++) {
      const answer = prose(word, random, 60);
      const id = `${session}-${turn}`;
      const response = {
        id: `chatcmpl-${id}`,
        object: 'chat.completion',
        model: 'gpt-4.1',
        choices: [{ index: 0, message: { role: 'assistant', content: answer }, finish_reason: 'stop' }],
      };
      const time = new Date(Date.UTC(2026, 8, 7) + (session * 10 + turn) * 30_000).toISOString();
      yield JSON.stringify({
        id,
        timestamp: time,
        session_id: `s${session}`,
        status: 200,
        request: { model: 'gpt-4.1', messages },
        response,
      });
      messages.push(
        { role: 'assistant', content: answer },
        { role: 'user', content: prose(word, random, 350) },
      );
    }
  }
}

function* distinctChats() {
  const random = randomFrom(5);
  const word = wordsFrom(random, 60_000);
  for (let i = 0; ; i++) {
    const time = new Date(Date.UTC(2026, 8, 8) + i * 500).toISOString();
    const message = {
      role: 'user',
      content: `${prose(word, random, 120 + Math.floor(random() * 200))} ${i}`,
    };
    const answer = prose(word, random, 60 + Math.floor(random() * 120));
    const response = {
      id: `chatcmpl-${i}`,
      object: 'chat.completion',
      model: 'gpt-4.1',
      choices: [{ index: 0, message: { role: 'assistant', content: answer }, finish_reason: 'stop' }],
    };
    yield JSON.stringify({
      id: `req-${i}`,
      timestamp: time,
      status: 200,
      request: { model: 'gpt-4.1', messages: [message] },
      response,
    });
  }
}

function* dayOfTraffic(rows) {
  const random = randomFrom(7);
  yield 'timestamp,model,user,feature,status,prompt_tokens,completion_tokens,latency_ms';
  const models = ['gpt-4.1', 'gpt-4o-mini', 'gpt-5-nano'];
  const features = ['search', 'chat', 'classify', 'summary'];
  for (let i = 0; i < rows; i++) {
    const time = new Date(Date.UTC(2026, 8, 1) + Math.floor((i * 86_400_000) / rows)).toISOString();
    const failed = random() < 0.03;
    yield `${time},${models[Math.floor(random() * 3)]},user-${Math.floor(random() * 500)},${features[Math.floor(random() * 4)]},${failed ? 429 : 200},${failed ? '' : Math.floor(random() * 3000)},${failed ? '' : Math.floor(random() * 500)},${Math.floor(random() * 2000)}`;
  }
}

export const agentLog = (bytes = 300e6) => make('agent.jsonl', bytes, agentCalls());
export const chatLog = (bytes = 100e6) => make('chat.jsonl', bytes, distinctChats());
export const dayCsv = (rows = 2_300_000) =>
  make(`day-${rows}.csv`, Number.POSITIVE_INFINITY, dayOfTraffic(rows));

/** Bytes of a file, read once so that every measured program finds it in the page cache. */
export async function warm(path) {
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 22 })) bytes += chunk.length;
  return bytes;
}
