import { expect, test } from 'vitest';
import {
  isOptionSet,
  optionValue,
  withOption,
  withoutOptions,
} from '../../../src/tui/what-if/option-values.ts';
import { madeUpStrategies } from '../made-up-strategies.ts';

const cache = madeUpStrategies[0]!;
const none = { strategies: ['cache'], settings: {} };

test('settings hold only what is not the default', () => {
  const near = withOption(cache, none, 'mode', 'near');
  expect(near.settings).toEqual({ cache: { mode: 'near' } });
  expect(isOptionSet(cache, near, 'mode')).toBe(true);
  expect(withOption(cache, near, 'mode', 'exact')).toEqual(none);
});

test('settings of others stay', () => {
  const wish = { ...none, settings: { router: { trivial: 'x' } } };
  expect(withOption(cache, wish, 'capacity', 5).settings).toEqual({
    router: { trivial: 'x' },
    cache: { capacity: 5 },
  });
  expect(withoutOptions(withOption(cache, wish, 'capacity', 5), 'cache')).toEqual(wish);
});

test('a preset is a whole choice, over what was set before and under what is set after', () => {
  const before = withOption(cache, withOption(cache, none, 'mode', 'near'), 'capacity', 5);
  const preset = withOption(cache, before, 'preset', 'article');
  expect(preset.settings).toEqual({ cache: { capacity: 5, preset: 'article' } });
  expect(optionValue(cache, preset, 'ttl')).toBe('1h');
  expect(isOptionSet(cache, preset, 'ttl')).toBe(false);
  const own = withOption(cache, preset, 'ttl', '24h');
  expect(own.settings.cache).toEqual({ capacity: 5, preset: 'article', ttl: '24h' });
  expect(withOption(cache, own, 'ttl', '1h')).toEqual(preset);
  expect(withOption(cache, preset, 'preset', '').settings).toEqual({ cache: { capacity: 5 } });
});
