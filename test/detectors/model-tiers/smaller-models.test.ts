import { describe, expect, test } from 'vitest';
import { smallerModels } from '../../../src/detectors/model-tiers/smaller-models.ts';
import { listModels } from '../../support/list-models.ts';

const models = listModels();
const time = Date.UTC(2026, 10, 20);

function below(model: string, provider: string): string | undefined {
  const info = models.info(model, provider, time);
  if (info === undefined) throw new Error(`${model} is not in the book`);
  return smallerModels(info, models.offered(model, provider, time))[0]?.id;
}

describe('the small model of a vendor', () => {
  test.each([
    ['gpt-6.2-astra', 'openai', 'gpt-6-luna'],
    ['gpt-6.1-terra', 'openai', 'gpt-6-luna'],
    ['gpt-5.6', 'openai', 'gpt-5.6-luna'],
    ['gpt-5.4', 'openai', 'gpt-5.4-mini'],
    ['gpt-5', 'openai', 'gpt-5-mini'],
    ['gpt-5.2-pro', 'openai', 'gpt-5-mini'],
    ['gpt-4.1-2025-04-14', 'openai', 'gpt-4.1-mini'],
    ['gpt-4o', 'openai', 'gpt-4o-mini'],
    ['gpt-4o-2024-11-20', 'openai', 'gpt-4o-mini'],
    ['gpt-4-turbo', 'openai', 'gpt-4.1-mini'],
    ['o3', 'openai', 'o4-mini'],
    ['claude-opus-5-5', 'anthropic', 'claude-haiku-5-5'],
    ['claude-sonnet-4-5-20250929', 'anthropic', 'claude-haiku-5-5'],
    ['claude-3-7-sonnet', 'anthropic', 'claude-haiku-5-5'],
    ['claude-3-opus', 'anthropic', 'claude-haiku-5-5'],
    ['claude-fable-5-2', 'anthropic', 'claude-haiku-5-5'],
    ['gemini-4-argon', 'google', 'gemini-3.8-flash'],
    ['gemini-3.1-pro-preview', 'google', 'gemini-3.8-flash'],
    ['gemini-2.5-pro', 'google', 'gemini-2.5-flash'],
    ['mistral-large-4', 'mistral', 'mistral-small-2603'],
    ['mistral-large-2512', 'mistral', 'mistral-small-2506'],
    ['deepseek-v4-pro', 'deepseek', 'deepseek-flash'],
    ['qwen3.7-max', 'alibaba', 'qwen3.8-flash'],
    ['glm-5.3', 'zai', 'glm-5.3-flash'],
  ])('%s of %s: %s', (model, provider, small) => {
    expect(below(model, provider)).toBe(small);
  });

  test.each([
    ['gpt-4.1-mini', 'openai'],
    ['gpt-5-nano', 'openai'],
    ['gpt-6-luna', 'openai'],
    ['o4-mini', 'openai'],
    ['gpt-5-codex', 'openai'],
    ['gpt-3.5-turbo', 'openai'],
    ['claude-haiku-4-5', 'anthropic'],
    ['gemini-3.8-flash', 'google'],
    ['mistral-small-2603', 'mistral'],
    ['qwen3.8-flash', 'alibaba'],
    ['glm-4.5-air', 'zai'],
    ['grok-4.7', 'xai'],
  ])('none is known below %s', (model, provider) => {
    expect(below(model, provider)).toBeUndefined();
  });

  test('every small model named is in the book, and no model is below itself', () => {
    for (const provider of ['openai', 'anthropic', 'google', 'mistral', 'deepseek', 'alibaba', 'zai']) {
      const any = {
        openai: 'gpt-4.1',
        anthropic: 'claude-opus-5',
        google: 'gemini-2.5-pro',
        mistral: 'mistral-large-4',
      };
      const name = any[provider as keyof typeof any];
      if (name === undefined) continue;
      const offered = models.offered(name, provider, time);
      for (const model of offered) {
        const targets = smallerModels(model, offered);
        expect(targets.map(({ id }) => id)).not.toContain(model.id);
        for (const target of targets) expect(smallerModels(target, offered), target.id).toEqual([]);
      }
    }
  });
});
