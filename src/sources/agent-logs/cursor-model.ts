import type { ServiceTier } from '../../model/call.ts';

/** What Cursor adds to a model's name: how it thinks, how large its context is, and the fast mode. */
const CLAUDE_VARIANT = /(?:-(?:thinking|minimal|low|medium|high|xhigh|max|1m|fast-mode|fast))+$/;
/** `max` is no effort here: `gpt-5.1-codex-max` is a model. */
const GPT_VARIANT = /(?:-(?:none|minimal|low|medium|high|xhigh|fast))+$/;

/** Claude 4 and later, which Anthropic names family first: `claude-4.5-sonnet` is `claude-sonnet-4-5`. */
const VERSION_FIRST = /^claude-([4-9])(?:\.(\d+))?-(opus|sonnet|haiku)$/;

/**
 * The model's name at its maker, who has the price, and the tier that the fast mode is. Cursor puts the effort and the mode into the
 * name, since its lists of 2025 in several orders (names from public lists of its models: can1357/oh-my-pi#9025,
 * Nomadcxx/opencode-cursor#67, robinebers/openusage#907). Names of Cursor's own models stay as they are.
 */
export function cursorModel(name: string): { readonly model: string; readonly tier?: ServiceTier } {
  const isClaude = name.startsWith('claude-');
  const pattern = isClaude ? CLAUDE_VARIANT : name.startsWith('gpt-5') ? GPT_VARIANT : undefined;
  const variant = pattern?.exec(name)?.[0] ?? '';
  const base = name.slice(0, name.length - variant.length);
  const [, major, minor, family] = VERSION_FIRST.exec(base) ?? [];
  const model = family === undefined ? base : ['claude', family, major, minor].filter(Boolean).join('-');
  if (!variant.includes('-fast')) return { model };
  return { model, tier: isClaude ? 'fast' : 'priority' };
}
