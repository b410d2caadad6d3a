import { expect, test } from 'vitest';
import { type Detector, defineDetector } from '../../../src/contracts/detector.ts';
import { Detection } from '../../../src/engine/findings/detection.ts';
import { buildFindings } from '../../../src/engine/findings/findings.ts';
import type { Basis } from '../../../src/model/usage.ts';
import { makeCall } from '../../support/calls.ts';

/** More than fit on the stack as arguments of one call. */
const MANY = 300_000;

function grouping(bases: readonly Basis[], review = false): Detector {
  return defineDetector({
    ...{ id: 'many', title: 'Many', describe: '', why: '', basis: 'assumed', needs: [] },
    ...{ options: {}, columns: [], fix: () => '' },
    start: (_context, _options, sink) => ({
      see() {},
      finish() {
        for (const basis of bases) sink.add(sink.group({ basis, review }), 0, {});
      },
      describe: (group) => ({ id: String(group), label: '', columns: {} }),
    }),
  });
}

function found(detector: Detector) {
  const detection = new Detection(detector, {}, undefined as never);
  detection.finish();
  const call = { ...makeCall({}), id: 'a', line: 1 };
  const calls = { calls: [call], callAt: () => call, ratesOf: () => [1, 1, 1, 1, 1] };
  const { findings } = buildFindings({
    ...calls,
    detections: [detection],
    unmet: new Map(),
    totalUsd: 1,
    top: 3,
  });
  return findings[0]!;
}

test('a finding may have a group for every other call of a large log', () => {
  const finding = found(grouping(Array.from({ length: MANY }, () => 'measured')));
  expect(finding).toMatchObject({ groupsTotal: MANY, basis: 'measured' });
  expect(finding.groups).toHaveLength(3);
}, 20_000);

test('a finding is no better founded than the weakest of its counted groups', () => {
  expect(found(grouping(['measured', 'estimated', 'measured'])).basis).toBe('estimated');
  expect(found(grouping(['measured', 'measured'])).basis).toBe('measured');
  expect(found(grouping(['measured'], true)).basis).toBe('assumed');
});
