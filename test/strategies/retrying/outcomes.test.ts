import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Outcomes } from '../../../src/strategies/retrying/outcomes.ts';

test('come in the order in which they are known, equal ones in the order in which they were sent', () => {
  const sent = fc.record({ end: fc.integer({ min: 0, max: 6 }), failed: fc.boolean() });
  fc.assert(
    fc.property(fc.array(sent), fc.integer({ min: 0, max: 6 }), (calls, until) => {
      const outcomes = new Outcomes();
      for (const { end, failed } of calls) outcomes.add(end, failed);
      const taken: { end: number; failed: boolean }[] = [];
      const take = (): unknown => taken.push({ end: outcomes.next, failed: outcomes.take() });
      while (outcomes.next <= until) take();
      // More may be sent while others are under way.
      outcomes.add(until, true);
      while (outcomes.next < Number.POSITIVE_INFINITY) take();
      const early = calls.filter(({ end }) => end <= until).sort((a, b) => a.end - b.end);
      const late = calls.filter(({ end }) => end > until).sort((a, b) => a.end - b.end);
      expect(taken).toEqual([...early, { end: until, failed: true }, ...late]);
    }),
  );
});
