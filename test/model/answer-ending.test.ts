import { expect, test } from 'vitest';
import { type AnswerEnding, answerEnding } from '../../src/model/answer-ending.ts';

const WORDS: readonly (readonly [AnswerEnding, readonly string[]])[] = [
  [
    'cut',
    [
      'length',
      'LENGTH',
      'max_tokens',
      'MAX_TOKENS',
      'FinishReason.MAX_TOKENS',
      'FINISH_REASON_MAX_TOKENS',
      'max_output_tokens',
      'incomplete:max_output_tokens',
      'model_length',
      'model_context_window_exceeded',
      '["length"]',
    ],
  ],
  [
    'filtered',
    [
      'content_filter',
      'content-filter',
      'content_filtered',
      'CONTENT_FILTERED',
      'refusal',
      'SAFETY',
      'RECITATION',
    ],
  ],
  ['filtered', ['PROHIBITED_CONTENT', 'BLOCKLIST', 'SPII', 'guardrail_intervened', 'ERROR_TOXIC']],
  ['malformed', ['MALFORMED_FUNCTION_CALL', 'malformed_tool_use', 'UNEXPECTED_TOOL_CALL']],
  ['broken', ['error', 'aborted', 'cancelled']],
  [
    'whole',
    [
      '',
      'stop',
      'end_turn',
      'STOP',
      'tool_calls',
      'tool_use',
      'stop_sequence',
      'completed',
      'incomplete',
      'OTHER',
    ],
  ],
  [
    'whole',
    [
      'eos',
      'FINISH',
      'COMPLETE',
      'FINISH_REASON_UNSPECIFIED',
      'a long length',
      ':::',
      '7',
      'max tokens '.repeat(50),
    ],
  ],
];

test.each(WORDS)('%s: %j', (ending, reasons) => {
  for (const reason of reasons) expect(answerEnding(reason), reason).toBe(ending);
});

test('reasons without number are read all the same', () => {
  for (let i = 0; i < 3000; i++) expect(answerEnding(`reason-${'x'.repeat(i % 50)}-${i}`)).toBe('whole');
  expect(answerEnding('MAX_OUTPUT_TOKENS')).toBe('cut');
  expect(answerEnding('MAX_OUTPUT_TOKENS')).toBe('cut');
});
