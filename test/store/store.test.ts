import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { StoreVersionError } from '../../src/store/schema.ts';
import { openStore, StoreBusyError } from '../../src/store/store.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('the store file', () => {
  test('is readable and writable by its owner alone', () => {
    const file = join(tempFolder(), '.llm-cost', 'store.db');
    openStore(file).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
  });

  test('becomes private when it was not, and so do the files beside it', () => {
    const file = join(tempFolder(), 'store.db');
    writeFileSync(file, '', { mode: 0o644 });
    const store = openStore(file);
    store.transaction(() => store.strings.number('x'));
    for (const ending of ['', '-wal']) expect(statSync(file + ending).mode & 0o777).toBe(0o600);
    store.close();
  });

  test('belongs to one run at a time', () => {
    const file = join(tempFolder(), 'store.db');
    const store = openStore(file);
    expect(() => openStore(file)).toThrow(StoreBusyError);
    store.close();
    openStore(file).close();
  });

  test('its folder ignores itself in git', () => {
    const folder = tempFolder();
    execFileSync('git', ['init', '-q', folder]);
    openStore(join(folder, '.llm-cost', 'store.db')).close();
    const status = execFileSync('git', ['-C', folder, 'status', '--porcelain', '--untracked-files=all']);
    expect(status.toString()).toBe('');
  });

  test('a folder that was there is left as it is', () => {
    const folder = tempFolder();
    openStore(join(folder, 'store.db')).close();
    expect(existsSync(join(folder, '.gitignore'))).toBe(false);
  });
});

describe('migrations', () => {
  test('a store of a newer program is refused and not touched', () => {
    const file = join(tempFolder(), 'store.db');
    openStore(file).close();
    const db = new Database(file);
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(file);
    expect(() => openStore(file)).toThrow(StoreVersionError);
    expect(() => openStore(file)).toThrow(/newer llm-cost \(version 99/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('run once: opening again keeps what is there', () => {
    const file = join(tempFolder(), 'store.db');
    const store = openStore(file);
    store.transaction(() => store.strings.number('kept'));
    store.reports.save('key', '{}');
    store.close();
    const again = openStore(file);
    expect(again.strings.texts).toEqual(['', 'kept']);
    expect(again.reports.find('key')).toBe('{}');
    again.close();
  });
});

test('strings are numbered by content, across runs', () => {
  const file = join(tempFolder(), 'store.db');
  const texts = ['gpt-4.1', 'ünïcode', 'gpt-4.1', '', 'x'.repeat(300)];
  const first = openStore(file);
  const numbers = texts.map((text) => first.strings.number(text));
  first.close();
  const second = openStore(file);
  expect(numbers).toEqual([1, 2, 1, 0, 3]);
  expect(texts.map((text) => second.strings.number(text))).toEqual(numbers);
  expect(numbers.map((number) => second.strings.texts[number])).toEqual(texts);
  second.close();
});

test('only the newest reports are kept', () => {
  const store = openStore(undefined);
  for (let i = 0; i < 40; i++) store.reports.save(`key ${i}`, `${i}`);
  expect(store.reports.find('key 0')).toBeUndefined();
  expect(store.reports.find('key 39')).toBe('39');
  expect(Array.from({ length: 40 }, (_, i) => store.reports.find(`key ${i}`)).filter(Boolean)).toHaveLength(
    16,
  );
  store.close();
});

test('what a failed transaction wrote is gone', () => {
  const store = openStore(undefined);
  const fail = () =>
    store.transaction(() => {
      store.reports.save('half', '{}');
      throw new Error('stop');
    });
  expect(fail).toThrow('stop');
  expect(store.reports.find('half')).toBeUndefined();
  store.close();
});

test('the last audit is one row, whatever was audited before', () => {
  const file = join(tempFolder(), 'store.db');
  const store = openStore(file);
  expect(store.lastAudit.find()).toBeUndefined();
  store.lastAudit.save('{"paths":["a"]}');
  store.lastAudit.save('{"paths":["b"]}');
  store.close();
  const again = openStore(file);
  expect(again.lastAudit.find()).toBe('{"paths":["b"]}');
  again.close();
});
