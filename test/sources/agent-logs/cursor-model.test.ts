import { expect, test } from 'vitest';
import { cursorModel } from '../../../src/sources/agent-logs/cursor-model.ts';

test.each([
  ['claude-4-sonnet-1m-thinking', 'claude-sonnet-4'],
  ['claude-4.5-sonnet', 'claude-sonnet-4-5'],
  ['claude-4.5-opus-high-thinking', 'claude-opus-4-5'],
  ['claude-4.6-opus-max', 'claude-opus-4-6'],
  ['claude-opus-4-7-thinking-xhigh', 'claude-opus-4-7'],
  ['claude-3.7-sonnet-thinking', 'claude-3.7-sonnet'],
  ['claude-3.5-sonnet', 'claude-3.5-sonnet'],
  ['gpt-5.1-codex-max-high', 'gpt-5.1-codex-max'],
  ['gpt-5.1-codex-max', 'gpt-5.1-codex-max'],
  ['gpt-5.2-xhigh', 'gpt-5.2'],
  ['gpt-5-mini', 'gpt-5-mini'],
])('%s is %s at its maker', (name, model) => {
  expect(cursorModel(name)).toEqual({ model });
});

test('the fast mode is a tier with prices of its own', () => {
  expect(cursorModel('claude-4.6-opus-max-thinking-fast')).toEqual({
    model: 'claude-opus-4-6',
    tier: 'fast',
  });
  expect(cursorModel('claude-4.6-opus-fast-mode')).toEqual({ model: 'claude-opus-4-6', tier: 'fast' });
  expect(cursorModel('gpt-5.3-codex-low-fast')).toEqual({ model: 'gpt-5.3-codex', tier: 'priority' });
});

test('other names stay as they are, also those that end alike', () => {
  for (const name of ['auto', 'default', 'composer-2-fast', 'grok-code-fast-1', 'grok-4.5-high', 'o3', ''])
    expect(cursorModel(name)).toEqual({ model: name });
});
