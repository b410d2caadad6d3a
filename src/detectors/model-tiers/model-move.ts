import type { Models } from '../../contracts/models.ts';
import type { Call } from '../../model/call.ts';
import type { ModelInfo } from '../../model/price.ts';
import { promptTokens, type TokenCounts } from '../../model/usage.ts';

/**
 * Share of the call's price that the target would save, at the time and tier of the call; NaN when either price is unknown or
 * the call does not fit the target. Reads and writes of a prompt cache stay what they are where the target is known to cache
 * a prefix of that length; else the whole prompt is plain input there. The answer is as long as it was, reasoning included.
 */
export function savedByMove(models: Models, call: Call, target: ModelInfo): number {
  const usage = usageThere(models, call, target);
  const reserved = Math.max(usage.output, call.maxOutputTokens);
  if (target.contextWindow > 0 && promptTokens(usage) + reserved > target.contextWindow) return Number.NaN;
  if (target.maxOutput > 0 && usage.output > target.maxOutput) return Number.NaN;
  const { provider, time, tier } = call;
  const here = models.cost(call);
  if (!(here > 0)) return Number.NaN;
  return 1 - models.cost({ model: target.id, provider, time, tier, usage }) / here;
}

function usageThere(models: Models, { usage, model }: Call, target: ModelInfo): TokenCounts {
  const convert = (tokens: number): number =>
    tokens === 0 ? 0 : models.convertTokens(tokens, model, target.id);
  const output = convert(usage.output);
  const reasoning = Math.min(output, convert(usage.reasoning));
  const cacheRead = convert(usage.cacheRead);
  const cacheWrite5m = convert(usage.cacheWrite5m);
  const cacheWrite1h = convert(usage.cacheWrite1h);
  const cached = cacheRead + cacheWrite5m + cacheWrite1h;
  const input = convert(usage.input);
  if (target.cacheMinTokens > 0 && cached >= target.cacheMinTokens)
    return { input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning };
  return { input: input + cached, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output, reasoning };
}
