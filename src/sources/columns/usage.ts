import type { TokenCounts } from '../../model/usage.ts';

/** The token columns of one row; NaN is unknown. */
export interface LoggedTokens {
  /** The prompt column: with or without the cache, which is what has to be found out. */
  readonly prompt: number;
  /** A column that is uncached input by its name. */
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
  readonly reasoning: number;
  readonly total: number;
}

/** What the columns' names say about their contents; found once per table. */
export interface TokenNames {
  /** The user said `--map promptTokens=`, so the prompt includes the cache. */
  readonly promptMapped: boolean;
  /** The prompt column is an `input_tokens`, Anthropic's word, rather than a `prompt_tokens`. */
  readonly inputNamed: boolean;
  /** There is a column for cached or written tokens. */
  readonly hasCache: boolean;
  /** OpenRouter's names, under which reasoning is inside the output whatever the model (FORMATS 12). */
  readonly openRouter: boolean;
}

export interface ReadUsage {
  readonly usage?: TokenCounts;
  readonly warning?: string;
}

const CLAUDE = /claude|anthropic/i;
const REASONING_APART = /gemini|grok|x-?ai\b/i;
const zero = (value: number): number => (Number.isNaN(value) ? 0 : value);

/**
 * Billed tokens of one row. Input and output columns mean different things in different logs, so arithmetic goes first
 * (FORMATS 0.2), with P, K, C, R, T for prompt, cached and written, completion, reasoning and total:
 * - K > P: P leaves the cache out. T = P + K + C (+ R): likewise. T = P + C (+ R): P includes it.
 * - R > C, or T = prompt + C + R: reasoning is not in C. T = prompt + C: it is.
 * Where that decides nothing: `input_tokens` of a Claude model leaves the cache out, every other prompt column includes it;
 * reasoning is apart for Gemini and Grok, otherwise inside. An empty cache or reasoning cell is none.
 * An unknown prompt gives no usage; an unknown output counts as none, which the warning says.
 */
export function readUsage(
  logged: LoggedTokens,
  names: TokenNames,
  vendor: string,
  failed: boolean,
): ReadUsage {
  const { total } = logged;
  const cacheWrite5m = zero(logged.cacheWrite5m);
  const cacheWrite1h = zero(logged.cacheWrite1h);
  const reasoning = zero(logged.reasoning);
  let cacheRead = zero(logged.cacheRead);
  let cached = cacheRead + cacheWrite5m + cacheWrite1h;
  let { prompt, output } = logged;
  let warning: string | undefined;

  if (Number.isNaN(output) && total >= prompt && cached === 0) output = total - prompt;
  if (Number.isNaN(output)) {
    if (!failed && !/embed/i.test(vendor)) warning = 'the output tokens are not logged and count as none';
    output = 0;
  }
  if (Number.isNaN(prompt) && Number.isNaN(logged.input)) {
    if (Number.isNaN(total))
      return logged.output >= 0 && !failed ? { warning: 'the prompt tokens are not logged' } : {};
    prompt = total - output;
    if (prompt < cached)
      return { warning: 'the prompt tokens are not logged, and the total is less than the rest' };
  }

  let input = logged.input;
  let whole: number;
  if (Number.isNaN(input)) {
    const verdict = promptSide(prompt, cached, output, reasoning, total, names, vendor);
    warning ??= verdict.warning;
    input = verdict.exclusive ? prompt : prompt - cached;
    whole = input + cached;
  } else {
    if (!names.hasCache && prompt > input) cacheRead = prompt - input;
    cached = cacheRead + cacheWrite5m + cacheWrite1h;
    whole = input + cached;
    if (prompt >= 0 && prompt !== whole && prompt !== input)
      warning ??= 'the prompt is not uncached plus cached tokens';
  }
  const apart = reasoning > 0 && reasoningApart(whole, input, output, reasoning, total, names, vendor);
  if (apart) output += reasoning;
  // Some writers add up only what they see: uncached input and the completion.
  const adds = total === whole + output || total === input + output || Number.isNaN(total);
  if (!adds && !failed) warning ??= 'the total is not the sum of its parts';
  return { usage: { input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning }, warning };
}

function promptSide(
  prompt: number,
  cached: number,
  output: number,
  reasoning: number,
  total: number,
  names: TokenNames,
  vendor: string,
): { exclusive: boolean; warning?: string } {
  if (cached === 0) return { exclusive: false };
  if (cached > prompt) {
    if (!names.promptMapped) return { exclusive: true };
    return {
      exclusive: true,
      warning: 'promptTokens is mapped to a column that leaves the cached tokens out',
    };
  }
  if (names.promptMapped) return { exclusive: false };
  const with_ = total === prompt + output || total === prompt + output + reasoning;
  const without = total === prompt + cached + output || total === prompt + cached + output + reasoning;
  const anthropic = names.inputNamed && CLAUDE.test(vendor);
  if (with_ && without)
    return { exclusive: anthropic, warning: 'the total fits two readings of the cached tokens' };
  if (!with_ && !without) return { exclusive: anthropic };
  if (without || !anthropic) return { exclusive: without };
  return {
    exclusive: false,
    warning: "by the total, the input includes the cache, though Anthropic's own does not",
  };
}

function reasoningApart(
  whole: number,
  input: number,
  output: number,
  reasoning: number,
  total: number,
  names: TokenNames,
  vendor: string,
): boolean {
  if (reasoning > output) return true;
  if (total === whole + output) return false;
  if (total === whole + output + reasoning) return true;
  if (total === input + output) return false;
  return !names.openRouter && REASONING_APART.test(vendor);
}
