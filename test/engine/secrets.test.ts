import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RENDERER_IDS, renderers } from '../../src/report/index.ts';
import { chatRecord, START } from '../support/chat-lines.ts';
import { runAudit } from '../support/run-audit.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Each ends in a word of its own, which must turn up nowhere. */
const SECRETS = {
  header: 'Bearer sk-proj-HEADERSECRET0123456789',
  key: 'sk-live-KEYSECRET0123456789',
  cookie: 'session=COOKIESECRET; path=/',
  url: 'https://api.example.com/v1/chat/completions?key=URLSECRET0123456789&x=1',
  google: 'AIzaSyGOOGLESECRET0123456789abcdef',
  prompt: 'My key is sk-ant-api03-PROMPTSECRET0123456789, why is it refused?',
  basic: 'Basic QkFTSUNTRUNSRVQ6cGFzc3dvcmQ=',
};
const WORDS = /HEADERSECRET|KEYSECRET|COOKIESECRET|URLSECRET|GOOGLESECRET|PROMPTSECRET|QkFTSUNT/;
const TEXT_MARK = 'the last words of a long prompt';

const headers = {
  Authorization: SECRETS.header,
  'x-api-key': SECRETS.key,
  'api-key': SECRETS.key,
  Cookie: SECRETS.cookie,
  'Set-Cookie': SECRETS.cookie,
  'x-goog-api-key': SECRETS.google,
};

const plain = chatRecord({ id: 'plain', at: START, usage: { input: 900, output: 9 } }) as Record<
  string,
  object
>;

function record(id: string, more: object) {
  return { ...plain, id, ...more };
}

const RECORDS: readonly object[] = [
  plain,
  record('a', { headers, api_key: SECRETS.key, url: SECRETS.url, cookie: SECRETS.cookie }),
  record('b', { metadata: { authorization: SECRETS.header, feature: SECRETS.key, session: SECRETS.url } }),
  record('c', {
    user: SECRETS.key,
    feature: SECRETS.header,
    session_id: SECRETS.google,
    tags: { token: SECRETS.key },
  }),
  record('d', {
    request: { url: SECRETS.url, headers, body: plain.request },
    response: { status: 200, headers, body: plain.response },
  }),
  record('e', {
    request: {
      ...plain.request,
      api_key: SECRETS.key,
      user: SECRETS.key,
      extra_headers: headers,
      messages: [
        { role: 'system', content: `${'An opening. '.repeat(30)}${TEXT_MARK}` },
        { role: 'user', content: SECRETS.prompt },
        {
          role: 'tool',
          tool_call_id: 'x',
          content: `curl -H "Authorization: ${SECRETS.header}" "${SECRETS.url}"`,
        },
        { role: 'user', content: `${SECRETS.google} ${SECRETS.basic}` },
      ],
    },
  }),
  record(SECRETS.key, {
    status: 401,
    response: { error: { message: `bad key ${SECRETS.key}`, code: SECRETS.key } },
  }),
  record('f', { status: 500, error: `Error: ${SECRETS.url} refused ${SECRETS.header}` }),
  record('g', { request: { ...plain.request, model: SECRETS.key } }),
];

const CSV = [
  'id,timestamp,model,prompt_tokens,completion_tokens,user,api_key,prompt',
  `1,2026-09-01 10:00:00,gpt-4.1,900,9,${SECRETS.key},${SECRETS.key},"${SECRETS.prompt}"`,
  `2,2026-09-01 10:00:01,${SECRETS.google},900,9,ann,${SECRETS.header},x`,
  `${SECRETS.key},2026-09-01 10:00:01,gpt-4.1,"oops ${SECRETS.key}",9,ann`,
].join('\n');

async function lab(keepText: boolean) {
  const folder = tempFolder();
  const broken = [
    `{"authorization": "${SECRETS.header}`,
    `${SECRETS.key} is no JSON`,
    `{"a": ${SECRETS.google}}`,
  ];
  const lines = [...RECORDS.map((it) => JSON.stringify(it)), ...broken];
  writeFileSync(join(folder, 'log.jsonl'), lines.join('\n'));
  writeFileSync(join(folder, 'log.csv'), CSV);
  const notices: string[] = [];
  const report = await runAudit(folder, ['.'], {
    storeFile: join(folder, '.llm-cost', 'store.db'),
    keepText,
    top: 100,
    hooks: { notice: (text) => notices.push(text) },
  });
  const store = join(folder, '.llm-cost');
  const bytes = Buffer.concat(readdirSync(store).map((name) => readFileSync(join(store, name))));
  return { report, notices, bytes: bytes.toString('latin1') };
}

/** Where a secret stands, for a message that helps. */
function found(text: string): string[] {
  return [...text.matchAll(new RegExp(WORDS, 'g'))].map(({ index }) =>
    text.slice(Math.max(0, index - 60), index + 20),
  );
}

describe('secrets', () => {
  test('reach neither the store nor any output', async () => {
    const { report, notices, bytes } = await lab(false);
    expect(report.totals.calls).toBeGreaterThan(8);
    expect(bytes.length).toBeGreaterThan(10_000);
    expect(found(bytes)).toEqual([]);
    expect(found(JSON.stringify(report))).toEqual([]);
    expect(found(notices.join('\n'))).toEqual([]);
    for (const id of RENDERER_IDS) {
      const { default: renderer } = await renderers[id]();
      expect(found(renderer.render(report, { width: 200, color: false })), id).toEqual([]);
    }
  });

  test('no whole text is stored unless the user wants it', async () => {
    expect((await lab(false)).bytes).not.toContain(TEXT_MARK);
    expect((await lab(true)).bytes).toContain(TEXT_MARK);
  });
});
