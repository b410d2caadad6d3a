import { promptTokens, type TokenCounts } from '../../model/usage.ts';

/**
 * The same prompt with more of it cached: `read` tokens from its start read, and what follows up to `writtenTo` written, for an
 * hour or for the default lifetime. What the log shows as read or written stays so: it is never cached less than that. A prompt
 * is billed from its start: reads, the hour's writes, the others, plain input.
 */
export function cachedUsage(
  usage: TokenCounts,
  read: number,
  writtenTo: number,
  isLong: boolean,
): TokenCounts {
  const prompt = promptTokens(usage);
  const cacheRead = Math.min(prompt, Math.max(usage.cacheRead, read));
  const longEnd = usage.cacheRead + usage.cacheWrite1h;
  const shortEnd = longEnd + usage.cacheWrite5m;
  const long = Math.max(0, longEnd - cacheRead);
  const short = Math.max(0, shortEnd - Math.max(longEnd, cacheRead));
  const added = Math.max(0, Math.min(prompt, writtenTo) - Math.max(cacheRead, shortEnd));
  return {
    input: prompt - cacheRead - long - short - added,
    cacheRead,
    cacheWrite5m: isLong ? short : short + added,
    cacheWrite1h: isLong ? long + added : long,
    output: usage.output,
    reasoning: usage.reasoning,
  };
}
