import { fail, isRecord, type Parse } from '../parse-value.ts';

/** The strategy that answers calls by other models as it is told. */
export const MODEL_MAP = 'model-map';

const ARROW = ' -> ';

/** What `models` says, as the text that the strategy's `map` takes: from a map of names or a list of "a -> b". */
export const modelMap: Parse<string> = (value, place) => {
  const moves = isRecord(value)
    ? Object.entries(value).map(([from, to]) => [from, to] as const)
    : Array.isArray(value)
      ? value.map((item: unknown) => (typeof item === 'string' ? item.split(/\s*->\s*/) : []))
      : [];
  if (moves.length === 0)
    return fail(place, 'needs a map such as {gpt-4.1: deepseek-v4-flash}, or a list of "a -> b"');
  return moves
    .map((names) => {
      const [from, to] = names.map((name) => modelName(name));
      return names.length === 2 && from && to
        ? `${from}${ARROW}${to}`
        : fail(place, `needs one model for each model, not ${JSON.stringify(names.join(ARROW))}`);
    })
    .join(', ');
};

/** '' for what cannot be a model's name in a list of moves. */
function modelName(value: unknown): string {
  const name = typeof value === 'string' ? value.trim() : '';
  return /,|->|=/.test(name) ? '' : name;
}
