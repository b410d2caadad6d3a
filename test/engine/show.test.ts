import { describe, expect, test } from 'vitest';
import { type ShowRequest, show, showIds } from '../../src/engine/show.ts';
import type { CallSubject, FindingSubject, GroupSubject, TotalSubject } from '../../src/model/evidence.ts';
import type { Finding } from '../../src/model/report.ts';
import { runAudit } from '../support/run-audit.ts';
import { DETECTORS, HOOKS, logIn, requestIn } from '../support/shown-log.ts';
import { tempFolder } from '../support/temp-folder.ts';

const folder = logIn(tempFolder(false));
const shown = (what: string, changes: Partial<ShowRequest> = {}) =>
  show(requestIn(folder, what, changes), HOOKS);
const ids = (what: string) => showIds(requestIn(folder, what), HOOKS);
const report = await runAudit(folder, ['log.jsonl'], { detectors: DETECTORS });
const finding = (id: string): Finding => report.findings.find(({ detector }) => detector === id)!;
const handleOf = (id: string): string => finding(id).groups[0]!.handle;

describe('a group', () => {
  test('by its handle: the money of the report, and the calls that make it up', async () => {
    const evidence = await shown(handleOf('duplicates'));
    const { finding: facts, group } = evidence.subject as GroupSubject;
    const reported = finding('duplicates').groups[0]!;
    expect(facts).toMatchObject({ detector: 'duplicates', title: 'Repeated prompts', basis: 'measured' });
    expect(facts.why).toBe(finding('duplicates').why);
    expect(group).toEqual({ ...reported, countedUsd: reported.wastedUsd });
    // a2: 1000 * $2 + 100 * $8 = $0.0028; a3 with 200 out: $0.0036. a1 is needed.
    expect(group.wastedUsd).toBeCloseTo(0.0064, 12);
    expect(evidence.calls.map(({ id, role, wasted }) => [id, role, wasted?.usd ?? null])).toEqual([
      ['a1', 'kept', null],
      ['a3', 'avoidable', expect.closeTo(0.0036, 12)],
      ['a2', 'avoidable', expect.closeTo(0.0028, 12)],
    ]);
    expect(evidence.calls[1]!.wasted!.tokens).toMatchObject({ input: 1000, output: 200 });
    expect(evidence.calls[1]!.difference).toMatchObject({ reference: 'a1', isSame: true });
    expect(evidence.callsTotal).toBe(2);
    expect(evidence.totals.costUsd).toBeCloseTo(0.0064, 12);
  });

  test('by its beginning, and with the detector in front', async () => {
    const handle = handleOf('duplicates');
    for (const name of [handle.slice(0, 4), `duplicates:${handle}`, `duplicates:${handle.slice(0, 5)}`]) {
      expect((await shown(name)).subject).toMatchObject({ kind: 'group', group: { handle } });
    }
    await expect(shown(`near-duplicates:${handle}`)).rejects.toThrow('near-duplicates found no group');
  });

  test('what an earlier finding claims is not counted', async () => {
    // The same prompt fails once and is then asked again and again: both detectors claim, each its own.
    const all = await Promise.all(DETECTORS.map((id) => shown(id)));
    for (const { subject } of all) {
      const { finding: found, groups } = subject as FindingSubject;
      const reported = finding(found.detector);
      expect(found.countedUsd).toBe(reported.countedUsd);
      const sum = groups.reduce((total, group) => total + group.countedUsd, 0);
      expect(sum).toBeCloseTo(reported.countedUsd, 12);
    }
  });

  test('the difference in words when text was kept, in places when not', async () => {
    const handle = handleOf('near-duplicates');
    const without = await shown(handle);
    expect(without.calls.find(({ id }) => id === 'b2')!.difference).toMatchObject({
      ...{
        reference: 'b1',
        isSame: false,
        parts: null,
        segment: { number: 2, kind: 'message', role: 'user' },
      },
    });
    const withText = await shown(handle, { keepText: true });
    const { parts } = withText.calls.find(({ id }) => id === 'b2')!.difference!;
    expect(
      parts!
        .filter(({ kind }) => kind === 'added')
        .map(({ text }) => text)
        .join(''),
    ).toContain('Please,');
  });
});

describe('a finding', () => {
  test('its groups and all of its calls', async () => {
    const evidence = await shown('duplicates');
    const { groups, groupsTotal, finding: found } = evidence.subject as FindingSubject;
    expect(found).toMatchObject({ status: 'found', calls: finding('duplicates').calls });
    expect(groups.map(({ handle }) => handle)).toEqual(
      finding('duplicates').groups.map(({ handle }) => handle),
    );
    expect(groupsTotal).toBe(finding('duplicates').groupsTotal);
    expect(evidence.callsTotal).toBe(finding('duplicates').calls);
  });

  test('one that found nothing says so', async () => {
    const evidence = await shown('oversized-context');
    expect(evidence.subject).toMatchObject({ finding: { status: 'clean' }, groups: [] });
    expect(evidence).toMatchObject({ calls: [], callsTotal: 0 });
  });

  test('one that was left out', async () => {
    await expect(shown('duplicates', { detectors: [] })).rejects.toThrow('duplicates was not looked for');
  });
});

describe('a call', () => {
  test('by its id: what is known of it and who claims it', async () => {
    const evidence = await shown('a3');
    const subject = evidence.subject as CallSubject;
    expect(evidence.calls).toMatchObject([
      { id: 'a3', file: 'log.jsonl', line: 3, model: 'gpt-4.1', status: 200, user: 'ann', latencyMs: 700 },
    ]);
    expect(evidence.calls[0]!.costUsd).toBeCloseTo(0.0036, 12);
    expect(subject.claims).toMatchObject([
      { detector: 'duplicates', handle: handleOf('duplicates'), role: 'avoidable' },
    ]);
    expect(subject.segments.map(({ number, kind, preview }) => [number, kind, preview])).toEqual([
      [1, 'system', 'Answer in one sentence.'],
      [2, 'message', 'May I ride a bike?'],
    ]);
    expect(subject.segments.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(1000);
  });

  test('one that a group needs is no waste', async () => {
    expect(((await shown('a1')).subject as CallSubject).claims).toMatchObject([
      { detector: 'duplicates', role: 'kept', wasted: null },
    ]);
  });

  test.each(['log.jsonl:7', 'line 7'])('%s: one without an id', async (what) => {
    const { calls } = await shown(what);
    expect(calls).toMatchObject([{ id: '', line: 7, user: 'dan' }]);
  });

  test('one without a price costs an unknown amount', async () => {
    expect((await shown('u')).calls[0]!.costUsd).toBeNull();
  });
});

describe('a group of the totals', () => {
  test.each([
    ['model=gpt-4.1', 7],
    ['user=ann', 2],
    ['user=', 1],
    ['feature=help', 3],
    ['day=2026-09-01', 8],
    ['status=500', 1],
  ])('%s: %i calls', async (what, calls) => {
    const evidence = await shown(what);
    expect(evidence.callsTotal).toBe(calls);
    const [by, key] = what.split('=') as ['model', string];
    const group = report.groups[by].find((one) => one.key === key)!;
    expect(evidence.totals).toEqual({
      ...evidence.totals,
      ...{ calls: group.calls, tokens: group.tokens, unpricedCalls: group.unpricedCalls },
    });
    expect(evidence.totals.costUsd).toBeCloseTo(group.costUsd, 12);
  });

  test('every template of the report, by its id and by the beginning of it', async () => {
    for (const { key, calls, costUsd } of report.groups.template.filter((group) => group.key !== '')) {
      const evidence = await shown(`template=${key}`);
      expect(evidence.callsTotal).toBe(calls);
      expect(evidence.totals.costUsd).toBeCloseTo(costUsd, 12);
    }
  });

  test('names the findings about it, which sum to what is counted of its calls', async () => {
    const { concerns } = (await shown('user=bob')).subject as TotalSubject;
    expect(concerns).toMatchObject([{ detector: 'duplicates', calls: 1 }]);
    expect(concerns[0]!.countedUsd).toBeCloseTo(0.0028, 12);
  });
});

test('ids: all calls in time order, by place where the log has no id', async () => {
  expect(await ids(handleOf('duplicates'))).toEqual(['a2', 'a3']);
  expect(await ids('user=dan')).toEqual(['f1', 'log.jsonl:7']);
});

test('the same in every run, whatever --top is, but for the length of its lists', async () => {
  const whole = await shown('user=ann');
  expect(await shown('user=ann')).toEqual(whole);
  const cut = await shown('user=ann', { top: 1 });
  expect(cut).toMatchObject({ callsTotal: 2, totals: whole.totals });
  expect(cut.calls).toEqual(whole.calls.slice(0, 1));
});
