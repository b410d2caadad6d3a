import { expect, test } from 'vitest';
import { asksJson, asksOnlyJson } from '../../../src/ingest/facts/asks-json.ts';

test.each([
  'Respond with JSON.',
  'Return the result as a json object with the keys a and b.',
  'Answer only in valid JSON, without prose.',
  'JSON only, please.',
  'Your output must be formatted as JSON.',
  'Use only JSON.',
])('asks for JSON: %s', (text) => expect(asksJson(text)).toBe(true));

test.each([
  '',
  'Parse this JSON and say what is wrong with it.',
  'Answer in one word.',
  'Explain what JSON is.',
  'Return a list. JSON was never mentioned before.',
])('does not: %s', (text) => expect(asksJson(text)).toBe(false));

test('the demand and the word stand in one sentence', () => {
  expect(asksJson(`Return a poem about ${'very '.repeat(30)}old JSON parsers`)).toBe(false);
});

test.each([
  'Return only JSON.',
  'Answer in valid JSON, without any prose.',
  'Respond with a JSON object. Do not add explanations.',
  'Reply in JSON and nothing else.',
])('asks for JSON alone: %s', (text) => expect(asksOnlyJson(text)).toBe(true));

test.each([
  'Think step by step, then output your verdict as JSON.',
  'First explain your choice. After that, return a JSON object.',
  'Answer in prose and give an example of the JSON in your response.',
  'Do not add explanations.',
])('leaves room for more: %s', (text) => expect(asksOnlyJson(text)).toBe(false));
