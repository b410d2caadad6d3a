import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Answer, PendingAnswers } from '../../../src/strategies/caching/pending-answers.ts';

const answer = (doneAt: number, index: number): Answer => ({
  ...{ slot: 0, doneAt, index, user: 0, response: 0, isWhole: true },
});

test('what is complete comes out in order of time, then of calls; the rest stays', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9)), fc.nat(9), (times, now) => {
      const pending = new PendingAnswers();
      const answers = times.map(answer);
      for (const one of answers) pending.add(one);
      const taken: Answer[] = [];
      for (let next = pending.take(now); next !== undefined; next = pending.take(now)) taken.push(next);
      const due = answers.filter(({ doneAt }) => doneAt <= now);
      expect(taken).toEqual(due.sort((a, b) => a.doneAt - b.doneAt || a.index - b.index));
    }),
  );
});
