import { expect, test } from 'vitest';
import { bedrockError } from '../../../src/sources/bedrock-api/bedrock-error.ts';

test.each([
  ['ThrottlingException', 429, 'ThrottlingException'],
  ['ValidationException', 400, 'ValidationException'],
  ['ModelTimeoutException', 408, 'ModelTimeoutException'],
  ['com.amazon.coral.service#AccessDeniedException', 403, 'AccessDeniedException'],
  ['ServiceUnavailableException: try again', 503, 'ServiceUnavailableException'],
  ['SomethingNew', undefined, 'SomethingNew'],
  ['constructor', undefined, 'constructor'],
  ['503', 503, '503'],
  [400, 400, '400'],
  [17, undefined, '17'],
  ['the prompt said: my password', undefined, 'error'],
  ['"quoted"', undefined, 'error'],
])('%s', (code, status, error) => {
  expect(bedrockError(code)).toEqual({ status, error });
});

test.each([undefined, null, '', {}, []])('%s is no error', (code) => {
  expect(bedrockError(code)).toBeUndefined();
});
