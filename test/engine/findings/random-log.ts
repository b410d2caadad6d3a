import fc from 'fast-check';
import type { AnyOptionValues, OptionSpec } from '../../../src/contracts/option.ts';
import { detectors } from '../../../src/detectors/index.ts';

type Fields = { [name: string]: unknown };

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

/** How a line may be spoilt: what loggers leave out, count wrongly or name strangely. */
const SPOILERS: Readonly<Record<string, (line: Fields) => void>> = {
  timeless: (line) => {
    delete line.timestamp;
    delete fieldsOf(line.response).created;
  },
  statusless: (line) => {
    delete line.status;
  },
  usageless: (line) => {
    delete fieldsOf(line.response).usage;
  },
  textless: (line) => {
    delete fieldsOf(line.request).messages;
  },
  answerless: (line) => {
    delete line.response;
  },
  unknownModel: (line) => {
    fieldsOf(line.request).model = 'house-model-7';
    delete fieldsOf(line.response).model;
  },
  /** More cached than sent, more reasoning than output: no provider says so, some gateways do. */
  oddUsage: (line) => {
    const usage = fieldsOf(fieldsOf(line.response).usage);
    usage.prompt_tokens_details = { cached_tokens: 1e6 };
    usage.completion_tokens_details = { reasoning_tokens: 1e6 };
  },
  anonymous: (line) => {
    delete line.user;
    delete line.session_id;
    delete line.trace_id;
    delete line.metadata;
  },
  sameSecond: (line) => {
    line.timestamp = '2026-11-11T11:11:11.000Z';
  },
};

/** A window of known lines, some of them spoilt, some said twice under another id. */
export function randomLog(lines: readonly string[]): fc.Arbitrary<readonly string[]> {
  const spoilt = fc.array(fc.record({ at: fc.nat(), how: fc.constantFrom(...Object.keys(SPOILERS)) }), {
    maxLength: 40,
  });
  return fc
    .tuple(
      fc.nat(lines.length - 1),
      fc.integer({ min: 20, max: 250 }),
      spoilt,
      fc.array(fc.nat(), { maxLength: 10 }),
    )
    .map(([from, size, spoilers, twice]) => {
      const chosen = lines.slice(from, from + size).map((line): Fields => JSON.parse(line));
      for (const { at, how } of spoilers) SPOILERS[how]!(chosen[at % chosen.length]!);
      const again = twice.map((at, i) => ({ ...chosen[at % chosen.length]!, id: `again-${i}` }));
      return [...chosen, ...again].map((line) => JSON.stringify(line));
    });
}

/** Some of the detectors, each at its defaults or at other values that its options allow. */
export const randomDetectors: fc.Arbitrary<{
  readonly ids: readonly string[];
  readonly settings: Readonly<Record<string, AnyOptionValues>>;
}> = fc.subarray([...detectors], { minLength: 1 }).chain((chosen) =>
  fc
    .tuple(
      ...chosen.map(({ options }) =>
        fc.record(
          Object.fromEntries(Object.entries(options).map(([name, spec]) => [name, optionValue(spec)])),
          { requiredKeys: [] },
        ),
      ),
    )
    .map((values) => ({
      ids: chosen.map(({ id }) => id),
      settings: Object.fromEntries(chosen.map(({ id }, i) => [id, values[i] as AnyOptionValues])),
    })),
);

function optionValue({
  default: usual,
  min = 0,
  max,
  choices,
}: OptionSpec): fc.Arbitrary<number | string | boolean> {
  if (choices !== undefined) return fc.constantFrom(...choices);
  if (typeof usual === 'boolean') return fc.boolean();
  if (typeof usual === 'string') return fc.constant(usual);
  const top = max ?? 2 * usual + 10;
  return Number.isInteger(usual) && (max === undefined || max > 1)
    ? fc.integer({ min: Math.ceil(min), max: Math.floor(top) })
    : fc.double({ min, max: top, noNaN: true });
}
