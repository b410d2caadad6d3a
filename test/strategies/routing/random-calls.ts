import fc from 'fast-check';
import { NO_TOKENS } from '../../../src/model/usage.ts';

/** Calls on the slow ladder's models; only some models have a price for cached input. */
export const randomCall = fc
  .record({
    model: fc.constantFrom('top', 'mid', 'low', 'twice', 'thinker'),
    input: fc.nat({ max: 9000 }),
    cacheRead: fc.oneof(fc.constant(0), fc.nat({ max: 5000 })),
    output: fc.nat({ max: 2500 }),
    maxOutputTokens: fc.constantFrom(0, 0, 4000),
    failed: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    answerLength: fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 1200 })),
    toolsCalled: fc.constantFrom('', '', '', '["look_up"]'),
    finishReason: fc.constantFrom('stop', 'stop', 'content_filter'),
    feature: fc.constantFrom('', '', 'extraction', 'docs.translation', 'coding', 'research', 'checkout'),
    text: fc.constantFrom('Hello', 'Classify it', 'Explain it', 'Debug it', 'A thorough list'),
    words: fc.constantFrom(10, 2001, 5001),
  })
  .map(({ input, cacheRead, output, text, words, ...parts }) => {
    const isCached = parts.model === 'top' || parts.model === 'mid';
    return {
      call: { ...parts, usage: { ...NO_TOKENS, input, cacheRead: isCached ? cacheRead : 0, output } },
      text,
      words,
    };
  });
