import type { OptionSpecs } from '../../../src/contracts/option.ts';
import { defineStrategy, type Strategy } from '../../../src/contracts/strategy.ts';

function strategy(id: string, options: OptionSpecs, parts: Partial<Strategy> = {}): Strategy {
  const { presets, isOnRequest } = parts;
  return defineStrategy({
    ...{ id, title: id, describe: `Does ${id}.`, basis: 'measured', needs: [], sweeps: [] },
    options,
    ...(presets !== undefined && { presets }),
    ...(isOnRequest !== undefined && { isOnRequest }),
    start: () => ({ change: () => undefined, assumptions: () => [] }),
  });
}

/** Strategies with options of every kind, as scenarios may name them. */
export const definitions: readonly Strategy[] = [
  strategy(
    'cache',
    {
      ttl: { default: '24h', kind: 'duration', describe: 'Lifetime.' },
      mode: { default: 'exact', choices: ['exact', 'near'], describe: 'How to compare.' },
      threshold: { default: 0.92, min: 0, max: 1, describe: 'Similarity.' },
      shared: { default: true, describe: 'For all users.' },
    },
    { presets: { 'first-article': { describe: 'Its choice.', options: { ttl: '1h' } } } },
  ),
  strategy('model-map', { map: { default: '', describe: 'Moves.' } }, { isOnRequest: true }),
  strategy('router', { share: { default: 0.5, min: 0, max: 1, describe: 'Share.' } }),
];
