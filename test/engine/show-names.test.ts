import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/contracts/input-error.ts';
import { groupHandle } from '../../src/engine/findings/group-handle.ts';
import { lastAudit } from '../../src/engine/last-audit.ts';
import { type ShowRequest, show } from '../../src/engine/show.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { evidenceText } from '../../src/report/evidence/evidence-text.ts';
import { textWidth } from '../../src/report/safe-text.ts';
import { chatLine } from '../support/chat-lines.ts';
import { schemaErrors } from '../support/evidence-schema.ts';
import { runAudit } from '../support/run-audit.ts';
import { ask, at, DETECTORS, HOOKS, LOG, logIn, requestIn, usage } from '../support/shown-log.ts';
import { tempFolder } from '../support/temp-folder.ts';

const folder = logIn(tempFolder(false));
const shown = (what: string, changes: Partial<ShowRequest> = {}) =>
  show(requestIn(folder, what, changes), HOOKS);
const report = await runAudit(folder, ['log.jsonl'], { detectors: DETECTORS });
const handleOf = (id: string): string =>
  report.findings.find(({ detector }) => detector === id)!.groups[0]!.handle;

describe('what means nothing or several things is one line', () => {
  test.each([
    ['model=gpt4.1', 'no call has the model "gpt4.1"; did you mean "gpt-4.1"?'],
    ['dup', 'did you mean "duplicates"?'],
    ['user=anne', 'no call has the user "anne"; did you mean "ann"?'],
    ['zzzzzzzzzzzz', '"zzzzzzzzzzzz" is no group of a finding, detector, call or template of this log'],
    ['line 99', 'is no group'],
    ['status=teapot', 'no call has the status "teapot"; there are 200, 500'],
    [
      'model',
      '"model" is no group of a finding, detector, call or template of this log; name one: model=...',
    ],
    ['y'.repeat(5000), `"${'y'.repeat(80)}…" is no group`],
  ])('%s', async (what, message) => {
    const error = await shown(what).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).not.toContain('\n');
  });

  test('a place in two files', async () => {
    const own = logIn(tempFolder());
    writeFileSync(join(own, 'more.jsonl'), chatLine({ id: 'm1', at: at(500), usage }));
    const paths = ['log.jsonl', 'more.jsonl'];
    await expect(show(requestIn(own, 'line 1', { paths }), HOOKS)).rejects.toThrow(
      '"line 1" fits several calls: log.jsonl:1, more.jsonl:1',
    );
    expect((await show(requestIn(own, 'more.jsonl:1', { paths }), HOOKS)).calls).toMatchObject([
      { id: 'm1' },
    ]);
  });
});

describe('the last audit', () => {
  test('is remembered with all that its figures depend on', async () => {
    const own = logIn(tempFolder());
    const storeFile = join(own, 'store.db');
    expect(lastAudit(storeFile)).toBeUndefined();
    await runAudit(own, ['log.jsonl'], { storeFile, timezone: 'Asia/Tokyo', detectors: ['duplicates'] });
    expect(lastAudit(storeFile)).toMatchObject({
      ...{ paths: ['log.jsonl'], cwd: own, timezone: 'Asia/Tokyo', detectors: ['duplicates'] },
    });
  });

  test('of standard input is shown from the store', async () => {
    const own = tempFolder();
    const storeFile = join(own, 'store.db');
    await runAudit(own, ['-'], { storeFile, stdin: LOG });
    const evidence = await show(
      requestIn(own, 'user=ann', { paths: ['-'], storeFile, isStdinKept: true }),
      HOOKS,
    );
    expect(evidence.callsTotal).toBe(2);
  });
});

test('a log that is gone is said to be gone', async () => {
  const own = logIn(tempFolder());
  const storeFile = join(own, 'store.db');
  await runAudit(own, ['log.jsonl'], { storeFile });
  rmSync(join(own, 'log.jsonl'));
  const notices: string[] = [];
  const hooks = { ...HOOKS, notice: (text: string) => void notices.push(text) };
  const evidence = await show(requestIn(own, 'user=ann', { storeFile }), hooks);
  expect(evidence.callsTotal).toBe(2);
  expect(notices).toContain('log.jsonl is gone; its calls are shown as the store has them');
});

describe('as JSON and as text', () => {
  const subjects = [
    handleOf('duplicates'),
    'near-duplicates',
    'oversized-context',
    'a3',
    'line 7',
    'u',
    'user=ann',
  ];

  test.each(subjects)('%s keeps schema/evidence-1.json', async (what) => {
    const evidence = await shown(what, { keepText: true });
    expect(schemaErrors(evidence)).toBeNull();
  });

  test.each(subjects)('%s fits any width', async (what) => {
    const evidence = await shown(what, { keepText: true });
    for (const width of [40, 80, 120]) {
      const text = evidenceText(evidence, { width, color: false });
      for (const line of text.split('\n')) expect(textWidth(line), line).toBeLessThanOrEqual(width);
    }
  });

  test('text of a log is harmless on a terminal', async () => {
    const evil = '\u001b[2J\u202eevil\n';
    const lines = [0, 1].map((i) =>
      chatLine({
        id: `e${i}${evil}`,
        at: at(i),
        usage,
        user: evil,
        feature: evil,
        prompt: ask(`${evil}?`),
        model: `gpt-4.1`,
      }),
    );
    const own = logIn(tempFolder(), lines.join('\n'));
    const all: Evidence[] = [];
    for (const what of ['duplicates', `user=${evil}`, 'line 1'])
      all.push(await show(requestIn(own, what, { keepText: true }), HOOKS));
    for (const evidence of all) {
      expect(evidenceText(evidence, { width: 80, color: false })).not.toMatch(/[^\P{C}\n]/u);
    }
  });
});

test('handles are made of ids alone', () => {
  expect(groupHandle('duplicates', 'x')).toMatch(/^[0-9a-f]{8}$/);
  expect(groupHandle('duplicates', 'x')).toBe(groupHandle('duplicates', 'x'));
  expect(groupHandle('duplicates', 'x')).not.toBe(groupHandle('near-duplicates', 'x'));
});
