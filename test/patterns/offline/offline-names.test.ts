import { expect, test } from 'vitest';
import { batchEndpoint } from '../../../src/patterns/offline/batch-endpoints.ts';
import { isServiceAccount, offlineName, tagTexts } from '../../../src/patterns/offline/offline-names.ts';

test.each([
  ['nightly-summary', 'strong'],
  ['NightlySummary', 'strong'],
  ['eval_runs', 'strong'],
  ['product.backfill', 'strong'],
  ['chat-eval', 'strong'],
  ['dataset-labeling', 'strong'],
  ['archive-search', 'none'],
  ['weekly report', 'weak'],
  ['embed-documents', 'weak'],
  ['embed-query', 'none'],
  ['summary-chat', 'none'],
  ['support', 'none'],
  ['evaluator', 'none'],
  ['combatch', 'none'],
  ['', 'none'],
])('%s: %s', (name, kind) => {
  expect(offlineName(name)).toBe(kind);
});

test('programs by their names', () => {
  for (const name of ['svc-catalog', 'indexer-bot', 'ci', 'batch_user', 'cron@host'])
    expect(isServiceAccount(name)).toBe(true);
  for (const name of ['ann', 'user-07', 'robin', 'cicero', 'jobs.steve'])
    expect(isServiceAccount(name)).toBe(false);
});

test('of tags only the texts count', () => {
  expect(tagTexts('{"job":"nightly","batch":true,"n":3,"team":"web"}')).toBe('nightly web');
  expect(tagTexts('{"batch":{"of":"ten"}}')).toBe('ten');
  expect(tagTexts('not json')).toBe('');
});

test('each provider has its own way to a batch', () => {
  expect(batchEndpoint('openai', 'gpt-4.1')).toContain('/v1/batches');
  expect(batchEndpoint('azure', 'gpt-4.1')).toContain('Global Batch');
  expect(batchEndpoint('', 'claude-sonnet-4-5')).toContain('/v1/messages/batches');
  expect(batchEndpoint('', 'gpt-5')).toContain('/v1/batches');
  expect(batchEndpoint('amazon-bedrock', 'claude')).toContain('CreateModelInvocationJob');
  expect(batchEndpoint('google', 'gemini')).toContain('batchGenerateContent');
  expect(batchEndpoint('', 'something')).toBe("the provider's batch API");
});
