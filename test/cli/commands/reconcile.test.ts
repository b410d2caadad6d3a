import { describe, expect, test } from 'vitest';
import type { ReconcileRequest } from '../../../src/engine/reconcile.ts';
import { reconciliationTable } from '../../../src/report/reconciliation/reconciliation-table.ts';
import { textWidth } from '../../../src/report/safe-text.ts';
import { sampleReconciliation } from '../../report/reconciliation/sample-reconciliation.ts';
import { NOWHERE, run, type World } from '../fake-io.ts';

const result = sampleReconciliation();

/** Runs the command with the sample as its result, and tells what was asked for. */
async function reconciled(line: string, world: World = {}) {
  let asked: ReconcileRequest | undefined;
  const reconcile = async (request: ReconcileRequest) => {
    asked = request;
    return result;
  };
  return { ...(await run(line, { ...world, useCases: { reconcile } })), asked };
}

test('logs and exports are asked for as they are named', async () => {
  const { asked, code, err } = await reconciled(
    'reconcile a.jsonl logs --ledger u.json c.csv --tz Asia/Tokyo',
  );
  expect([code, err]).toEqual([0, '']);
  expect(asked).toMatchObject({
    ...{ paths: ['a.jsonl', 'logs'], ledgers: ['u.json', 'c.csv'], cwd: NOWHERE },
    ...{ read: { logZone: 'Asia/Tokyo' }, storeFile: `${NOWHERE}/.llm-cost/store.db`, top: 10 },
  });
});

test('--no-store keeps nothing', async () => {
  const { asked } = await reconciled('reconcile a.jsonl --no-store --ledger u.json');
  expect(asked!.storeFile).toBeUndefined();
});

describe('what is printed', () => {
  test('a table, as wide as the terminal and in its colours', async () => {
    const piped = await reconciled('reconcile a --ledger u');
    expect(piped.out).toBe(reconciliationTable(result, { width: 80, color: false }, 10));
    const shown = await reconciled('reconcile a --ledger u', { tty: { stdout: true }, columns: 120 });
    expect(shown.out).toBe(reconciliationTable(result, { width: 120, color: true }, 10));
  });

  test.each([60, 80, 120])('no line is wider than %s columns', async (width) => {
    const { out } = await reconciled(`reconcile a --ledger u --width ${width}`);
    for (const line of out.split('\n')) expect(textWidth(line), line).toBeLessThanOrEqual(width);
    expect(out).toContain('tokens lacking');
    expect(out).toContain('cost lacking');
  });

  test('--top is how many rows are listed', async () => {
    const { out } = await reconciled('reconcile a --ledger u --top 1');
    expect(out).toContain('(1 more; --top shows more, --json all)');
  });

  test('--json is the whole comparison', async () => {
    const { out } = await reconciled('reconcile a --ledger u --json --top 1');
    expect(JSON.parse(out)).toEqual(result);
  });

  test('--out writes it to a file', async () => {
    const { out, files } = await reconciled('reconcile a --json --out r.json --ledger u');
    expect(out).toBe('');
    expect(JSON.parse(files.get(`${NOWHERE}/r.json`)!)).toEqual(result);
  });
});

test('--help says that logs come first', async () => {
  const { out, code, asked } = await reconciled('reconcile --help');
  expect([code, asked]).toEqual([0, undefined]);
  expect(out).toContain('Usage: llm-cost reconcile <logs...> --ledger <exports...> [options]');
  for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
});

describe('wrong usage is one line on standard error with code 2', () => {
  test.each([
    ['reconcile a', "required option '--ledger <exports...>' not specified"],
    ['reconcile --ledger u a', "missing required argument 'logs'"],
    ['reconcile a --ledger', "option '--ledger <exports...>' argument missing"],
    ['reconcile a --ledger u --format json', "unknown option '--format'"],
    ['reconcile a --ledger u --top 0', '--top: needs a whole number of at least 1'],
  ])('%s', async (line, message) => {
    const ran = await reconciled(line);
    expect(ran).toMatchObject({ code: 2, out: '', asked: undefined });
    expect(ran.err).toContain(message);
    expect(ran.err.trimEnd().split('\n')).toHaveLength(1);
  });
});
