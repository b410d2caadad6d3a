import type { StrategyInfo } from '../../src/tui/explorer.ts';

/** Strategies as the engine would tell of them; their ids are those of the report `what-if`. */
export const madeUpStrategies: readonly StrategyInfo[] = [
  info('cache', {
    options: {
      note: { default: '', describe: 'A text.' },
      mode: { default: 'exact', choices: ['exact', 'near'], describe: 'What is the same.' },
      ttl: { default: '24h', kind: 'duration', describe: 'How long an answer is kept.' },
      capacity: { default: 0, min: 0, describe: 'Answers kept.' },
    },
    sweeps: [{ option: 'ttl', values: ['1h', '7d'] }],
    presets: { article: { describe: "An article's choice.", options: { ttl: '1h', mode: 'near' } } },
  }),
  info('router', {
    options: Object.fromEntries(
      ['trivial', 'standard', 'complex', 'expert'].map((tier) => [
        tier,
        { default: tier === 'expert' ? 'keep' : 'small,medium', describe: `Models for ${tier} calls.` },
      ]),
    ),
  }),
  info('compression', {}),
  info('rate-limit', { isOnRequest: true }),
  info('batch-api', {}),
  info('output-cap', {}),
  info('truncation', { isOnRequest: true }),
];

function info(id: string, parts: Partial<StrategyInfo>): StrategyInfo {
  const title = id[0]!.toUpperCase() + id.slice(1).replaceAll('-', ' ');
  return {
    ...{ id, title, describe: `What ${id} does.`, isOnRequest: false },
    ...{ options: {}, sweeps: [], presets: {} },
    ...parts,
  };
}
