import { InputError } from '../../contracts/input-error.ts';
import { type EstimateRequest, estimate } from '../../engine/estimate.ts';
import { readUserPrices } from '../../pricing/own/user-prices.ts';
import { loadPriceBook } from '../../pricing/price-book.ts';
import { safeJson } from '../../report/data/json-table.ts';
import { estimateTable } from '../../report/estimate/estimate-table.ts';
import { readPrices } from '../audit-request.ts';
import type { CommandContext } from '../command-context.ts';
import { deliver } from '../deliver.ts';
import { checkOutput, filesOf } from '../output-place.ts';
import { names, type Place } from '../parse-value.ts';
import type { Settings } from '../settings.ts';
import { dollars, partOf, quantity } from './quantities.ts';

/** Estimates and delivers. Throws `InputError`. */
export async function runEstimate(
  planned: Readonly<Record<string, unknown>>,
  settings: Settings,
  { io }: CommandContext,
): Promise<void> {
  const request = estimateRequest(planned, io.cwd);
  await checkOutput(settings.out, { files: filesOf(settings), cwd: io.cwd });
  const own = await readPrices(settings.prices ?? []);
  const book = loadPriceBook({
    overrides: own.map(({ origin, value }) => readUserPrices(value, origin)),
    ...(settings.at !== undefined && { at: settings.at }),
  });
  const result = estimate(book, request);
  await deliver(io, settings, (options) =>
    settings.json ? `${safeJson(result, 2)}\n` : estimateTable(result, options),
  );
}

/** What the flags ask for. Throws `InputError`. */
function estimateRequest(planned: Readonly<Record<string, unknown>>, base: string): EstimateRequest {
  const place = (flag: string): Place => ({ name: `--${flag}`, base });
  const number = (flag: string): number | undefined =>
    planned[flag] === undefined ? undefined : quantity(planned[flag], place(flag));
  const [input, output, requests] = [number('input'), number('output'), number('requests')];
  const bill = planned.bill === undefined ? undefined : amount(String(planned.bill), place('bill'));
  if (input === undefined && output === undefined && bill === undefined) {
    throw new InputError('estimate needs --input and --output (or --bill); see llm-cost estimate --help');
  }
  if (requests === 0) throw new InputError('--requests: needs at least one request');
  const times = requests ?? 1;
  const cached = planned.cached === undefined ? 0 : partOf(input ?? 0)(planned.cached, place('cached'));
  const baseline = planned.baseline === undefined ? undefined : String(planned.baseline);
  return {
    models: names(planned.models, place('models')),
    volume: {
      requests: requests ?? null,
      inputTokens: (input ?? 0) * times,
      cachedTokens: cached * times,
      outputTokens: (output ?? 0) * times,
    },
    tier: planned.batch === true ? 'batch' : 'standard',
    ...(baseline !== undefined && { baseline: dollars(baseline) ?? baseline }),
    ...(bill !== undefined && { bill }),
  };
}

function amount(text: string, place: Place): number {
  return dollars(text) ?? dollars(`${text}usd`) ?? quantity(text, place);
}
