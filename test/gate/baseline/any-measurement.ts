import fc from 'fast-check';
import type {
  BilledTokens,
  Figures,
  MeasuredGroup,
  MeasuredGroups,
  Measurement,
  Money,
} from '../../../src/model/measurement.ts';
import type { RateTerms } from '../../../src/model/price.ts';

/** What logs call things, the worst of it included. */
const HOSTILE_NAMES = [
  '\u001b[2J\u001b]8;;http://evil\u0007x',
  '\u009b31m',
  'a\r\nb\tc\0d',
  '\u202egnp.exe\u2066',
  'zero\u200bwidth\ufeff',
  'e\u0301\u0302\u0303',
  '👩‍👩‍👧',
  '=cmd|calc',
  '@SUM(1)',
  '`](http://evil) <script>|',
  '<!-- -->',
  '__proto__',
  'constructor',
  'toString',
  'line\u2028separator',
  'prompt:0123abc',
  'feature:search',
];

export const anyName = fc.oneof(
  fc.constantFrom(...HOSTILE_NAMES),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

const id = fc.constantFrom('duplicates', 'near-duplicates', 'constructor', 'cache');
const count = fc.nat(1_000_000);
const usd = fc.double({ min: 0, max: 1e6, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const status = fc.constantFrom('found', 'clean', 'notApplicable', 'failed');
const options = fc.dictionary(
  fc.constantFrom('ttl', 'minTokens', 'isStrict'),
  fc.oneof(usd, fc.boolean(), anyName),
);
/** What a failure says is not written. */
const reasoned = fc
  .record({ status, reason: fc.option(anyName), options })
  .map((outcome) => (outcome.status === 'failed' ? { ...outcome, reason: 'it failed' } : outcome));

const term: fc.Arbitrary<RateTerms> = fc.record({
  model: anyName,
  provider: fc.constantFrom('openai', 'anthropic', ''),
  tier: fc.constantFrom('standard', 'batch', 'flex', 'priority', 'fast'),
  above: fc.constantFrom(0, 200_000),
  peak: fc.subarray(['every day 01:00-04:00 UTC', 'mon-fri 01:00-04:00 UTC']),
  isReasoning: fc.boolean(),
});

function bill(terms: number): fc.Arbitrary<BilledTokens[]> {
  const row = fc.record({
    terms: fc.nat(Math.max(0, terms - 1)),
    input: count,
    cacheRead: usd,
    cacheWrite5m: count,
    cacheWrite1h: count,
    output: count,
  });
  return fc
    .uniqueArray(row, { selector: (it) => it.terms, maxLength: terms })
    .map((rows) => rows.sort((a, b) => a.terms - b.terms));
}

function money(terms: number): fc.Arbitrary<Money> {
  return fc.record({ thenUsd: usd, nowUsd: fc.oneof(usd, fc.constant(Number.NaN)), bill: bill(terms) });
}

function figures(terms: number): fc.Arbitrary<Figures> {
  const quantiles = fc.tuple(count, count).map(([p50, more]) => ({ p50, p95: p50 + more }));
  return fc
    .record({
      calls: count,
      parts: fc.tuple(...Array.from({ length: 4 }, () => fc.nat(100))),
      unpricedTokens: count,
      tokens: fc.record({
        input: count,
        cacheRead: count,
        cacheWrite5m: count,
        cacheWrite1h: count,
        output: count,
        reasoning: count,
      }),
      quantiles: fc.option(fc.record({ input: quantiles, output: quantiles, reasoning: quantiles })),
      money: money(terms),
      waste: fc.dictionary(id, fc.record({ calls: count, money: money(terms) }), { maxKeys: 2 }),
      recoverable: money(terms),
    })
    .map(({ parts, ...made }) => {
      const [failedCalls = 0, unpricedCalls = 0, countedCalls = 0, estimatedCalls = 0] = parts.map((part) =>
        Math.min(part, made.calls),
      );
      return { ...made, failedCalls, unpricedCalls, countedCalls, estimatedCalls };
    });
}

function group(terms: number): fc.Arbitrary<MeasuredGroup> {
  const sketch = fc
    .uniqueArray(fc.nat(0xffffffff), { maxLength: 8 })
    .map((hashes) => hashes.sort((a, b) => a - b));
  return fc
    .record({
      key: anyName,
      label: anyName,
      figures: figures(terms),
      sketch: fc.option(sketch, { nil: undefined }),
    })
    .map(({ key, label, figures, sketch }) => ({ key, label, ...figures, ...(sketch && { sketch }) }));
}

function groups(terms: number): fc.Arbitrary<MeasuredGroups> {
  return fc.record({
    named: count,
    money: money(terms),
    list: fc
      .uniqueArray(group(terms), { selector: ({ key }) => key, maxLength: 4 })
      .map((list) => list.sort((a, b) => (a.key < b.key ? -1 : 1))),
    leftOut: fc.nat(3),
  });
}

/** Whatever a measurement may hold, in the order that measuring gives it. */
export const anyMeasurement: fc.Arbitrary<Measurement> = fc
  .uniqueArray(term, { selector: (row) => JSON.stringify(row), maxLength: 3 })
  .chain((terms) =>
    fc.record({
      tool: fc.constant('0.5.0'),
      priceBook: fc.record({
        version: fc.constant('2026-11-19'),
        overrides: fc.constant(['prices.json: 15% off the list of openai']),
      }),
      timezone: fc.constantFrom('UTC', 'Europe/Berlin'),
      window: fc.record({ from: fc.constant(null), to: fc.constant('2026-11-20T00:00:00.000Z') }),
      where: fc.uniqueArray(
        fc
          .tuple(fc.constantFrom('user', 'feature', 'model', 'tag:team'), fc.constantFrom('=', '!='), anyName)
          .map((parts) => parts.join('')),
        { maxLength: 3 },
      ),
      read: fc.record({
        records: count,
        calls: count,
        repeatedRecords: count,
        skipped: count,
        otherRecords: count,
      }),
      asOf: count,
      terms: fc.constant(terms),
      detectors: fc.dictionary(id, reasoned, { maxKeys: 3 }),
      strategies: fc.dictionary(
        id,
        fc.tuple(reasoned, usd).map(([outcome, saved]) => ({ ...outcome, savedUsd: saved - 1000 })),
        { maxKeys: 3 },
      ),
      total: figures(terms.length),
      groups: fc.dictionary(
        fc.constantFrom('model', 'user', 'feature', 'template', 'tag:__proto__'),
        groups(terms.length),
      ),
    }),
  );

/** The same in another order: lists, records and the numbers of terms turned round. */
export function turnedRound(measurement: Measurement): Measurement {
  const last = measurement.terms.length - 1;
  const turn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turn).reverse();
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, item]): [string, unknown] => {
      if (name === 'terms' && typeof item === 'number') return [name, last - item];
      return [name, name === 'sketch' || name === 'overrides' ? item : turn(item)];
    });
    return Object.fromEntries(entries.reverse());
  };
  return turn(measurement) as Measurement;
}
