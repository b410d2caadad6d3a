/** `-2025-04-14`, `-20250929` and `@20250929`, as OpenAI, Anthropic and Vertex AI date their snapshots. */
const DATE_SUFFIX = /(?:-(20\d\d)-(\d\d)-(\d\d)|[-@](20\d\d)(\d\d)(\d\d))$/;

/** The name without its date, or `undefined` when it ends in none. Only real dates of this century count. */
export function withoutDate(model: string): string | undefined {
  const found = DATE_SUFFIX.exec(model);
  if (found === null || found.index === 0) return undefined;
  const year = Number(found[1] ?? found[4]);
  const month = Number(found[2] ?? found[5]);
  const day = Number(found[3] ?? found[6]);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return model.slice(0, found.index);
}

/** `openai/gpt-4o` as routers log it: what stands before the first slash and what stands after. */
export function splitRouted(
  model: string,
): { readonly provider: string; readonly model: string } | undefined {
  const slash = model.indexOf('/');
  if (slash <= 0 || slash === model.length - 1) return undefined;
  return { provider: model.slice(0, slash), model: model.slice(slash + 1) };
}
