import { expect, test } from 'vitest';
import { logWarnings } from '../../../src/engine/log/log-notes.ts';

test('says what did not become a call, each kind once, and nothing of what did not happen', () => {
  const warnings = logWarnings([], { nested: 3, ambiguousParts: 2, unanswered: 1 });
  expect(warnings.map(({ code, count }) => [code, count])).toEqual([
    ['nested-calls', 3],
    ['ambiguous-parts', 2],
    ['unanswered-requests', 1],
  ]);
  expect(logWarnings([], { nested: 0, ambiguousParts: 0, unanswered: 0 })).toEqual([]);
});
