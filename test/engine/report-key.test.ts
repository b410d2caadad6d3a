import { expect, test } from 'vitest';
import type { AuditRequest } from '../../src/engine/audit-request.ts';
import { reportKey } from '../../src/engine/report-key.ts';

const REQUEST: AuditRequest = {
  ...{ paths: ['a'], cwd: '/', read: { map: {}, epoch: 0 }, keepText: false, prices: [], settings: {} },
  ...{ strategies: [], detectors: [], timezone: 'UTC', top: 10, maxRecordBytes: 1 },
};

const where = (value: string, isNegated = false) => [{ key: 'user', value, isNegated }];

test('every filter and grouping has a report of its own', () => {
  const changes: readonly Partial<AuditRequest>[] = [
    {},
    { filter: { where: where('a') } },
    { filter: { where: where('a', true) } },
    { filter: { where: [...where('a'), ...where('b')] } },
    { filter: { since: 1, where: [] } },
    { filter: { until: 1, where: [] } },
    { groupBy: ['day'] },
    { groupBy: ['tag:day'] },
    { groupBy: ['day', 'model'] },
  ];
  const keys = changes.map((change) => reportKey({ ...REQUEST, ...change }, '1', []));
  expect(new Set(keys).size).toBe(changes.length);
  expect(reportKey({ ...REQUEST, groupBy: ['day'] }, '1', [])).toBe(keys[6]);
});
