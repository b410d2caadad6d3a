import type { ModelCost } from '../../../src/tui/explorer.ts';

/** What 100 calls that cost $100 would cost on a model. */
export function modelCost(model: string, parts: Partial<ModelCost> = {}): ModelCost {
  return {
    ...{ model, provider: 'acme', tier: 'standard', costUsd: 50, beforeUsd: 100, calls: 100 },
    ...{ unpricedCalls: 0, ownCalls: 0, inputUsd: 1, outputUsd: 2, contextWindow: 128_000, tooLong: 0 },
    ...parts,
  };
}
