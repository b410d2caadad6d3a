import { expect, test } from 'vitest';
import { generic } from '../../src/sources/generic.ts';

const options = { map: {}, epoch: 0 };

test('a trace id and an attempt number make retries recognisable without any prompt', () => {
  const read = generic.openTable!(
    ['model', 'trace_id', 'attempt', 'status', 'prompt_tokens', 'completion_tokens'],
    options,
  );
  const result = read(['gpt-4.1', 't-1', '2', '503', '900', '0']);
  expect(result).toMatchObject({ kind: 'calls', calls: [{ trace: 't-1', attempt: 2, failed: true }] });
});

test('--map trace names another column', () => {
  const mapped = { ...options, map: { trace: 'workflow' } };
  const read = generic.openTable!(['model', 'workflow', 'prompt_tokens', 'completion_tokens'], mapped);
  expect(read(['gpt-4.1', 'w-9', '10', '1'])).toMatchObject({ calls: [{ trace: 'w-9' }] });
});
