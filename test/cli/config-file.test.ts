import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from './fake-io.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'llm-cost-config-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(name: string, content: unknown): void {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
}

const audit = (line = 'audit x', cwd = folder) => run(line, { cwd });

test.each([
  ['llm-cost.config.json', '{"check": {"budgets": {"a": {"measure": "cost", "max": 1, "max": 100}}}}'],
  ['package.json', '{"llm-cost": {"check": {"budgets": {"a": "off", "a": "off"}}}}'],
])('a limit of a check that stands twice in %s is told, not half of it taken', async (name, content) => {
  put(name, content);
  const { err, code } = await audit();
  expect(code).toBe(2);
  expect(err).toMatch(/Map keys must be unique at line 1/);
});

describe('where it is found', () => {
  test.each([
    ['llm-cost.config.json', '{"top": 7}'],
    ['llm-cost.config.mjs', 'export default { top: 7 };'],
    ['package.json', '{"name": "x", "llm-cost": {"top": 7}}'],
  ])('%s', async (name, content) => {
    put(name, content);
    expect((await audit()).request?.top).toBe(7);
  });

  test('above the working folder, paths starting at the file', async () => {
    put('llm-cost.config.json', { db: 'data/s.db', prices: 'p.json' });
    put('p.json', { negotiated: true });
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    const { request } = await audit('audit x', join(folder, 'a/b'));
    expect(request?.storeFile).toBe(join(folder, 'data/s.db'));
    expect(request?.prices).toEqual([{ origin: 'p.json', value: { negotiated: true } }]);
  });

  test('--config names another', async () => {
    put('llm-cost.config.json', { top: 7 });
    put('other.json', { top: 8 });
    expect((await audit('audit x --config other.json')).request?.top).toBe(8);
  });

  test('nothing is no settings', async () => {
    put('package.json', { name: 'x' });
    expect((await audit()).request?.top).toBe(10);
  });
});

describe('what wins', () => {
  test('a flag over the file over the default', async () => {
    put('llm-cost.config.json', { top: 7, timezone: 'Asia/Tokyo', store: false });
    expect((await audit('audit x --top 3')).request).toMatchObject({ top: 3, timezone: 'Asia/Tokyo' });
    expect((await audit()).request).not.toHaveProperty('storeFile');
  });

  test('option blocks stay when a flag chooses, and --set overrides one of them', async () => {
    put('llm-cost.config.json', {
      detectors: { plain: false, picky: { withinHours: 2, mode: 'loose' } },
      strategies: ['second'],
    });
    expect((await audit()).request).toMatchObject({
      detectors: ['picky'],
      strategies: ['second'],
      settings: { picky: { withinHours: 2, mode: 'loose' } },
    });
    expect((await audit('audit x --detectors plain --set picky.mode=exact')).request).toMatchObject({
      detectors: ['plain'],
      settings: { picky: { withinHours: 2, mode: 'exact' } },
    });
  });

  test('prices written into the file name it as their origin', async () => {
    put('llm-cost.config.json', { prices: { models: {} } });
    expect((await audit()).request?.prices).toEqual([
      { origin: 'llm-cost.config.json: prices', value: { models: {} } },
    ]);
  });
});

describe('what is wrong is one line with code 2', () => {
  test.each([
    [{ tpo: 7 }, '"tpo" is not a known setting; did you mean "top"?'],
    [{ top: 'many' }, 'llm-cost.config.json: top: needs a whole number'],
    [{ detectors: { piky: {} } }, '"piky" is not a known detector; did you mean "picky"?'],
    [{ detectors: { picky: { withinHour: 1 } } }, 'did you mean "withinHours"?'],
    [{ detectors: { picky: 3 } }, '"picky" needs true, false or an object'],
    [{ keepText: 'yes' }, 'keepText: needs true or false, not "yes"'],
    [{ format: 'xml' }, '"xml" is not a known output format'],
    [[1], 'needs an object of settings'],
    ['{', 'is not JSON'],
  ])('%j', async (content, message) => {
    put('llm-cost.config.json', content);
    const ran = await audit();
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(/^llm-cost: [^\n]*\n$/);
    expect(ran.err).toContain(message);
  });

  test('YAML that is none', async () => {
    put('llm-cost.config.yaml', 'top: [7');
    expect((await audit()).err).toMatch(/llm-cost\.config\.yaml is not YAML: [^\n]+\n$/);
  });

  test('YAML is read', async () => {
    put('llm-cost.config.yaml', 'top: 0\n');
    expect((await audit()).err).toContain('llm-cost.config.yaml: top');
  });
});
