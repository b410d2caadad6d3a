import { describe, expect, test } from 'vitest';
import { checkSample, generic } from '../../src/sources/generic.ts';
import { readPaths } from '../support/audited-file.ts';
import { callOf, header, json, options, refusal, table } from './generic-read.ts';

const COUNTS = { model: 'm', prompt_tokens: 1, completion_tokens: 1 };
const row = (names: string, cells: string, map: Record<string, string> = {}) =>
  table(`model,prompt_tokens,completion_tokens,${names}\nm,1,1,${cells}\n`, { map }).calls[0]!;

describe('--map tag:NAME', () => {
  test('gives each call the tag, from a column and from a path', () => {
    expect(row('sq', 'red', { 'tag:team': 'sq' }).tags).toEqual({ team: 'red' });
    const record = { ...COUNTS, who: { squads: [{ name: 'red' }] }, paid: true };
    const map = { 'tag:team': 'who.squads[0].name', 'tags:paid': 'paid', 'tag:none': 'who' };
    expect(callOf(record, { map }).tags).toEqual({ team: 'red', paid: 'true' });
    expect(json({ model: 'm' }, { map })).toMatchObject({ kind: 'skip' });
  });

  test('leaves the field that the column is known for, and any name is the user’s to give', () => {
    const map = { 'tag:user': 'user_id', 'tag:cost:center': 'cc' };
    expect(row('user_id,cc', 'ann,7', map)).toMatchObject({
      user: 'ann',
      tags: { user: 'ann', 'cost:center': '7' },
    });
  });

  test('says what is mapped, and what is not there', () => {
    expect(header('model,prompt_tokens,sq', { map: { 'tag:team': 'sq' } }).why).toBe(
      'mapped: tag:team=sq; guessed: model=model, promptTokens=prompt_tokens',
    );
    expect(refusal('model,prompt_tokens,squad', { map: { 'tag:team': 'squd' } })).toMatch(
      /--map tag:team=squd: there is no column squd; did you mean squad\?/,
    );
    expect(refusal('model,prompt_tokens', { map: { 'tag:': 'model' } })).toMatch(/tag:NAME for a tag/);
    const map = { 'tag:team': 'meta.sq' };
    expect(() => checkSample([COUNTS], { ...options, map })).toThrow(/no column meta.sq/);
    expect(() => checkSample([COUNTS, { ...COUNTS, meta: { sq: 1 } }], { ...options, map })).not.toThrow();
    // A call without the tag is a call.
    expect(generic.recognize!(COUNTS, { ...options, map }).score).toBe(0.5);
  });
});

describe('tags that need no mapping', () => {
  test('columns that everybody names alike, unless a field is read from them', () => {
    const cells = row(
      'team,project,Environment,department,cost_center,app,region',
      'search,p1,prod,sales,42,shop,eu',
    );
    expect(cells).toMatchObject({ feature: 'shop' });
    expect(cells.tags).toEqual({
      ...{ team: 'search', project: 'p1', Environment: 'prod' },
      ...{ department: 'sales', cost_center: '42' },
    });
    expect(row('feature,app', 'find,shop')).toMatchObject({ feature: 'find', tags: { app: 'shop' } });
    expect(row('team,env', 'n/a,')).toMatchObject({ tags: undefined });
    expect(callOf({ ...COUNTS, team: 'search', project: ['a'], notes: { team: 'x' } }).tags).toEqual({
      team: 'search',
    });
  });

  test('entries of metadata and tags, as an object and as JSON in a cell', () => {
    const metadata = { squad: 'red', n: 3, beta: true, list: [1], none: null, api_key: 'abc' };
    const held = { squad: 'red', n: '3', beta: 'true' };
    expect(callOf({ ...COUNTS, metadata }).tags).toEqual(held);
    expect(callOf({ ...COUNTS, metadata: JSON.stringify(metadata) }).tags).toEqual(held);
    expect(row('metadata', `"${JSON.stringify(metadata).replaceAll('"', '""')}"`).tags).toEqual(held);
    const list = { beta: 'true', ring: '2' };
    expect(callOf({ ...COUNTS, tags: ['beta', 'ring:2', 7] }).tags).toEqual(list);
    expect(row('tags', '"[""beta"",""ring:2""]"').tags).toEqual(list);
    expect(callOf({ ...COUNTS, team: 'a', tags: { team: 'b', x: 1 }, metadata: { x: 2 } }).tags).toEqual({
      ...{ team: 'a', x: '1' },
    });
  });

  test('what a field is read from is no tag, and the notice says so', () => {
    const record = { ...COUNTS, metadata: { customer_id: 'c1', team: 'red', deep: { x: 1 } } };
    expect(callOf(record)).toMatchObject({ user: 'c1', tags: { team: 'red' } });
    expect(callOf(record).tags).toEqual({ team: 'red' });
    expect(generic.recognize!(record, options).why).toMatch(
      /user=metadata.customer_id, tags=metadata; unused: metadata.deep.x$/,
    );
  });

  test('hostile values are bounded and hold no credentials', () => {
    const key = 'sk-abcdefghijklmnopqrstuvwxyz';
    expect(row('team', key).tags!.team).toMatch(/^redacted-/);
    expect(row('team', 'x'.repeat(5000)).tags!.team!.length).toBeLessThan(250);
    expect(row('x', key, { 'tag:api_key': 'x' }).tags).toBeUndefined();
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i]));
    expect(Object.keys(callOf({ ...COUNTS, metadata: many }).tags!)).toHaveLength(32);
    const proto = JSON.parse(`{"__proto__": {"a": 1}, "constructor": "c", "t": "${key}"}`) as object;
    const { tags } = callOf({ ...COUNTS, metadata: proto });
    expect(tags).toMatchObject({ constructor: 'c', t: expect.stringMatching(/^redacted-/) });
    for (const cell of ['"{""a"":"', 'null', '[', '"[[[]]]"', '12', `"${'{'.repeat(200_000)}"`])
      expect(row('metadata', cell).tags).toBeUndefined();
  });
});

describe('the service tier', () => {
  test('words of the providers, in any case; others are standard and said', () => {
    const tier = (cell: string) => row('service_tier', cell).tier;
    expect(['flex', 'Batch', 'PRIORITY', 'default', 'standard', 'auto', 'scale', ''].map(tier)).toEqual([
      ...(['flex', 'batch', 'priority', 'standard', 'standard'] as const),
      ...[undefined, undefined, undefined],
    ]);
    expect(row('service_tier', 'auto').usageWarning).toBeUndefined();
    expect(row('service_tier', 'turbo')).toMatchObject({
      tier: undefined,
      usageWarning: 'the service tier turbo is not known and counts as standard',
    });
    expect(row('service_tier', '"<b>\u001b[2J"').usageWarning).toBe(
      'the service tier is not known and counts as standard',
    );
    expect(row('billing', 'flex', { tier: 'billing' }).tier).toBe('flex');
    expect(callOf({ ...COUNTS, usage: { service_tier: 'flex' } }).tier).toBe('flex');
    const asked = { request: { service_tier: 'flex' }, response: { service_tier: 'default' } };
    expect(callOf({ ...COUNTS, ...asked }).tier).toBe('standard');
  });

  test('a customer’s plan is none, in either format', () => {
    expect(generic.misnamed!(['model', 'tier'], () => [['m', 'flex'], ['m', ''], ['m']])).toEqual([]);
    const plans = [
      ['m', 'free'],
      ['m', 'priority'],
    ];
    expect(generic.misnamed!(['model', 'tier'], () => plans)).toEqual([1]);
    expect(generic.misnamed!(['model', 'metadata'], () => plans)).toEqual([1]);
    expect(generic.recognizeHeader!(['model', 'prompt_tokens', 'tier'], options, [2]).why).toMatch(
      /unused: tier$/,
    );
    expect(callOf({ ...COUNTS, tier: 'flex' }).tier).toBe('flex');
    const plan = { ...COUNTS, tier: 'pro' };
    expect(callOf(plan)).toMatchObject({ tier: undefined, usageWarning: undefined });
    expect(generic.recognize!(plan, options).why).toMatch(/unused: tier$/);
    expect(callOf({ ...COUNTS, metadata: { tier: 'priority' } }).tier).toBeUndefined();
  });
});

/** gpt-5-mini: $0.25 and $2 a million, half of that in flex and batch, $0.45 and $3.60 in priority. */
describe('money', () => {
  const cost = async (text: string) => {
    const report = await readPaths('/', ['-'], { stdin: text });
    return { usd: report.totals.costUsd, why: report.inputs[0]!.why };
  };
  const csv = (name: string, tiers: readonly string[]) =>
    [
      `id,time,model,prompt_tokens,completion_tokens,${name}`,
      ...tiers.map((tier, i) => `c${i},2026-10-01T08:00:0${i}Z,gpt-5-mini,1000000,100000,${tier}`),
    ].join('\n');

  test('a tier has its own rates', async () => {
    expect((await cost(csv('service_tier', ['default']))).usd).toBeCloseTo(0.45, 9);
    expect((await cost(csv('service_tier', ['flex']))).usd).toBeCloseTo(0.225, 9);
    expect((await cost(csv('tier', ['flex', 'batch', 'standard', 'priority']))).usd).toBeCloseTo(
      0.225 + 0.225 + 0.45 + 0.81,
      9,
    );
    const line = { time: '2026-10-01T08:00:00Z', model: 'gpt-5-mini', prompt_tokens: 1e6 };
    const record = { ...line, completion_tokens: 1e5, service_tier: 'flex' };
    expect((await cost(`${JSON.stringify(record)}\n`)).usd).toBeCloseTo(0.225, 9);
  });

  test('a plan has none', async () => {
    const read = await cost(csv('tier', ['free', 'priority', 'flex']));
    expect(read.usd).toBeCloseTo(1.35, 9);
    expect(read.why).toMatch(/unused: tier$/);
  });
});
