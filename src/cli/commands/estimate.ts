import type { Configure } from '../command-context.ts';
import { addFlags, readSettings } from '../flags.ts';

const configure: Configure = (command, context) => {
  addFlags(
    command
      .requiredOption(
        '--models <names>',
        'models to compare, separated by commas; provider/model names a provider',
      )
      .option(
        '--input <tokens>',
        'input tokens, cached ones included: 2048, 20k, 50M (with --requests: of each request)',
      )
      .option('--output <tokens>', 'output tokens, reasoning included (with --requests: of each request)')
      .option('--cached <tokens|share>', 'how many of the input tokens the prompt cache serves: 1500 or 80%')
      .option('--requests <n>', 'number of requests; --input and --output are then those of one')
      .option(
        '--baseline <model|amount>',
        'what the others are compared with: a model, or an amount such as 40usd',
      )
      .option('--bill <amount>', 'also say how many tokens this amount of US dollars buys, such as 5000')
      .option('--batch', 'at the rates of the batch API'),
    ['prices', 'at', 'json', 'out', 'width'],
  ).action(async (planned: Readonly<Record<string, unknown>>) => {
    const { runEstimate } = await import('../estimate/run-estimate.ts');
    await runEstimate(planned, await readSettings(context.io, command), context);
  });
};

export default configure;
