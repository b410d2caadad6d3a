import { describe, expect, test } from 'vitest';
import { loadCounter } from '../../src/tokens/counter.ts';
import { ENCODINGS } from '../../src/tokens/encodings.ts';
import {
  defaultRatio,
  encodingOfFamily,
  encodingRatio,
  FAMILIES,
  familyOf,
  resolveFamily,
} from '../../src/tokens/families.ts';
import { sharedTexts } from './shared-texts.ts';

describe('families', () => {
  test.each(ENCODINGS)('%s is counted in itself', (encoding) => {
    expect(encodingOfFamily(encoding)).toBe(encoding);
    expect(encodingRatio(encoding)).toBe(1);
    expect(familyOf(encoding).basis).toBe('measured');
  });

  test('without a public vocabulary are counted in o200k_base', () => {
    for (const [name, { encoding, basis, source }] of FAMILIES) {
      if (ENCODINGS.some((own) => own === name)) continue;
      expect(encoding).toBe('o200k_base');
      expect(basis).not.toBe('measured');
      expect(source).not.toBe('');
      expect(encodingRatio(name)).toBe(defaultRatio(name));
    }
  });

  test('have the published ratios', () => {
    expect(defaultRatio('claude')).toBe(1.1);
    expect(defaultRatio('claude-new')).toBeCloseTo(1.43, 12);
    expect(defaultRatio('gemini')).toBe(1.08);
  });

  test('that are not listed are assumed to be o200k_base', () => {
    expect(familyOf('somebody-else')).toMatchObject({ encoding: 'o200k_base', ratio: 1, basis: 'assumed' });
  });

  const logs = ['agent-sessions.jsonl.gz', 'chat-single-turn.jsonl.gz'].map(sharedTexts);
  test.skipIf(logs.includes(undefined))('have the ratios of the real logs, to 1%', async () => {
    const texts = logs.flatMap((log) => log ?? []);
    const total = async (encoding: (typeof ENCODINGS)[number]) => {
      const counter = await loadCounter(encoding);
      return texts.reduce((sum, text) => sum + counter.count(text), 0);
    };
    const base = await total('o200k_base');
    for (const encoding of ENCODINGS) {
      expect(Math.abs((await total(encoding)) / base / defaultRatio(encoding) - 1)).toBeLessThan(0.01);
    }
  });
});

describe('resolveFamily', () => {
  const names = new Map([
    ['gpt-4o-mini', 'o200k_base'],
    ['gpt-4', 'cl100k_base'],
    ['gpt-4o-2024-05-13', 'dated'],
    ['claude-3-5-sonnet', 'claude'],
    ['qwen/qwen3-32b', 'qwen'],
    ['ft:gpt-4:acme::own', 'own price'],
    ['gpt-5', 'o200k_base'],
  ]);

  test.each([
    ['gpt-4', 'cl100k_base'],
    ['gpt-4o-2024-05-13', 'dated'],
    ['gpt-4o-mini-2024-07-18', 'o200k_base'],
    ['claude-3-5-sonnet-20241022', 'claude'],
    ['claude-3-5-sonnet@20241022', 'claude'],
    ['anthropic/claude-3-5-sonnet', 'claude'],
    ['openrouter/anthropic/claude-3-5-sonnet-20241022', 'claude'],
    ['accounts/fireworks/models/gpt-4', 'cl100k_base'],
    ['qwen/qwen3-32b', 'qwen'],
    ['groq/qwen/qwen3-32b', 'qwen'],
    ['ft:gpt-4o-mini-2024-07-18:acme::9k1', 'o200k_base'],
    ['openai/ft:gpt-4o-mini-2024-07-18:acme:name:9k1', 'o200k_base'],
    ['ft:gpt-4:acme/team::9k1', 'cl100k_base'],
    ['ft:gpt-4:acme::own', 'own price'],
    ['gpt-4o', undefined],
    ['gpt-4-0613', undefined],
    ['gpt-4-12345678', undefined],
    ['gpt-5.6-luna', undefined],
    ['claude-3-5-sonnet-20241022-v2', undefined],
    ['qwen3-32b', undefined],
    ['', undefined],
    ['/', undefined],
    ['ft:', undefined],
    ['__proto__', undefined],
  ])('%s is %s', (model, family) => {
    expect(resolveFamily(model, names)).toBe(family);
  });
});
