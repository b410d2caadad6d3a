import { defineStrategy, type PlannedCall } from '../contracts/strategy.ts';
import type { Span } from '../model/prompt-zones.ts';
import { promptTokens, type TokenCounts } from '../model/usage.ts';
import { billedScale, sentTokens } from './prompts/sent-prompt.ts';
import { CutStates } from './truncating/cut-states.ts';
import { cutOf } from './truncating/message-window.ts';
import { truncatedUsage } from './truncating/truncated-usage.ts';

/** The fifth article's truncation: the oldest messages go until the prompt is below a limit of 4,000 tokens. */
export default defineStrategy({
  id: 'truncation',
  title: 'Context truncation',
  describe:
    'Sends a window of the conversation: the oldest messages go until the prompt fits a number of tokens. System prompts, tool schemas, ' +
    "the user's last message and what follows it stay, and so does the provider's cache only up to the first message that goes.",
  basis: 'estimated',
  needs: ['prompts', 'usage'],
  isOnRequest: true,
  options: {
    limit: {
      default: 4000,
      min: 1,
      describe:
        "Tokens a whole prompt may have, in the model's own tokens; above it the oldest messages go. Default: the fifth article's.",
    },
  },
  presets: {
    'fifth-article': { describe: 'The limit of the guide to open-source tools.', options: { limit: 4000 } },
  },
  sweeps: [{ option: 'limit', values: [2000, 4000, 8000, 16000] }],
  start({ prompts, models }, { limit }) {
    const states = new CutStates(prompts, models);
    let messages = 0;
    let tokensGone = 0;
    let above = 0;
    let unseen = 0;

    const shortened = (planned: PlannedCall, path: readonly number[], ends: readonly number[]) => {
      const tokens = ends.map((end, i) => end - (ends[i - 1] ?? 0));
      const cut = cutOf(prompts, path, tokens, promptTokens(planned.usage), limit);
      if (cut === undefined) {
        unseen++;
        return undefined;
      }
      if (cut.left > limit) above++;
      if (cut.removed.length === 0) return undefined;
      messages += cut.removed.length;
      tokensGone += promptTokens(planned.usage) - cut.left;
      return usageOf(planned, path, ends, cut.removed);
    };

    const usageOf = (
      planned: PlannedCall,
      path: readonly number[],
      ends: readonly number[],
      removed: readonly number[],
    ): TokenCounts => {
      const spans = removed.map((i): Span => ({ from: ends[i - 1] ?? 0, to: ends[i]! }));
      const { usage, original } = planned;
      const scope = states.scopeOf(planned);
      const firstCut = spans[0]!.from;
      if (scope === undefined) {
        return truncatedUsage(usage, spans, { sharedTo: firstCut, minimum: 0, step: 1, rewrites: undefined });
      }
      const shared = states.shared(scope, planned, path, path[removed.at(-1)!]!);
      const isLong = usage.cacheWrite1h > 0 || original.cacheTtl === '1h';
      const isWriting = scope.mode === 'explicit' || usage.cacheWrite5m + usage.cacheWrite1h > 0;
      const logged = promptTokens(usage) - usage.input;
      return truncatedUsage(usage, spans, {
        sharedTo: Math.max(firstCut, shared < 0 ? 0 : ends[path.indexOf(shared)]!),
        // A log in which less than the book's minimum was cached knows better than the book.
        minimum: logged < scope.minimum ? 0 : scope.minimum,
        step: scope.mode === 'automatic' ? scope.step : 1,
        rewrites: isWriting ? (isLong ? 'cacheWrite1h' : 'cacheWrite5m') : undefined,
      });
    };

    return {
      change(planned) {
        const { original, usage } = planned;
        const whole = promptTokens(usage);
        if (whole <= limit || original.endpoint === 'embedding') return undefined;
        const base = original.prompt < 0 ? 0 : sentTokens(prompts, planned, original.prompt);
        if (base === 0 || planned.hasOtherPrompt === true) {
          unseen++;
          return undefined;
        }
        const path: number[] = [];
        for (let node = original.prompt; node >= 0; node = prompts.parent(node)) path.push(node);
        path.reverse();
        const info = models.info(planned.model, planned.provider, original.time);
        const scale = billedScale(whole, base, info);
        const ends = path.map((node) => Math.round(sentTokens(prompts, planned, node) * scale));
        const after = shortened(planned, path, ends);
        return after && { usage: after, group: 'shortened', risk: 'lessContext', hasOtherPrompt: true };
      },
      metrics: () => [
        { key: 'messagesRemoved', label: 'Messages no longer sent', kind: 'count', value: messages },
        { key: 'tokensRemoved', label: 'Prompt tokens no longer sent', kind: 'tokens', value: tokensGone },
        { key: 'callsAbove', label: 'Calls that stay above the limit', kind: 'count', value: above },
      ],
      assumptions() {
        const said = [
          'answers are as long as before, and as many calls are needed; nothing in a log can show that',
          'the tokens of a message are its share of the logged prompt by its text; what was billed far beyond the text (images, turns that the provider keeps) is in no message and stays',
          "what follows the first message that goes is not read from the provider's cache, unless a call within the cache's lifetime cut the same messages; a request that asks for caching writes it again",
          "a message that calls tools and its results go together; the user's last message, what follows it, system prompts and tool schemas stay",
        ];
        if (above > 0) said.push(`${above} calls stay above ${limit} tokens by what may not go`);
        if (unseen > 0)
          said.push(`${unseen} calls above ${limit} tokens have no known messages and stay as they are`);
        return said;
      },
    };
  },
});
