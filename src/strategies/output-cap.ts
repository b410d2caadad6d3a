import { type Change, defineStrategy, type PlannedCall } from '../contracts/strategy.ts';
import type { TokenCounts } from '../model/usage.ts';
import { answerLengths, isWhole } from './capping/answer-lengths.ts';
import { CapCounts } from './capping/cap-counts.ts';
import { PayingLimits } from './capping/paying-limits.ts';
import { NAMED_CALLS, namedCalls } from './choosing/named-calls.ts';

const MODES = ['limit', 'share'] as const;

export default defineStrategy({
  id: 'output-cap',
  title: 'Shorter answers',
  describe:
    'Limits the output: max_tokens at a length that most logged answers keep (limit), or answers that are shorter by a share, as ' +
    'structured output makes them (share). A limit counts the calls it would have cut, and what it costs to ask for some of them again; ' +
    'a template gets one only where that pays, which takes some answers that are far longer than the others.',
  // That the rest of an answer is not missed is a supposition in either mode.
  basis: 'assumed',
  needs: ['usage'],
  isOnRequest: true,
  options: {
    mode: {
      default: 'limit',
      choices: MODES,
      describe: 'Limit cuts what is above a number of tokens; share shortens every answer.',
    },
    calls: { default: 'all', describe: `Calls that it applies to: all, or ${NAMED_CALLS}.` },
    tokens: {
      default: 0,
      min: 0,
      describe: 'Limit of output tokens, reasoning included; 0 takes the quantile of each template.',
    },
    quantile: {
      default: 0.95,
      min: 0.01,
      max: 1,
      describe:
        'Share of the complete answers of a template that its limit leaves whole, by nearest rank (own choice).',
    },
    redoShare: {
      default: 0.5,
      min: 0,
      max: 1,
      describe:
        'Share of the cut calls that are asked again without the limit and billed a second time (own choice).',
    },
    breakEven: {
      default: 0.5,
      min: 0,
      max: 1,
      describe:
        "Share of a template's cut calls that may be asked again before its limit saves nothing, from which it gets a limit; 0 gives all one, as does a number of tokens (own choice: the default of redoShare).",
    },
    share: {
      default: 0.4,
      min: 0,
      max: 1,
      describe: 'Share of the answer, reasoning left aside, that mode share removes (fourth article: 0.4).',
    },
    schemaTokens: {
      default: 0,
      min: 0,
      describe: 'Input tokens that the schema or the instruction adds to each call in mode share.',
    },
  },
  presets: {
    'fourth-article': {
      describe:
        "The fourth article's structured output and lower limits took 40% off the average answer, as it says.",
      options: { mode: 'share', share: 0.4 },
    },
    'fifth-article': {
      describe:
        'The fifth article sets hard limits on max_tokens without a figure; here each template has its own.',
      options: { mode: 'limit', tokens: 0, quantile: 0.95, breakEven: 0 },
    },
  },
  sweeps: [
    { option: 'quantile', values: [0.9, 0.95, 0.99] },
    { option: 'redoShare', values: [0, 0.5, 1] },
  ],
  // Half of what is hoped for, and a quarter more: 0.2 and 0.5 around the article's 0.4 (own choice).
  range: ({ mode, share }) =>
    mode === 'share'
      ? { pessimistic: { share: share / 2 }, optimistic: { share: Math.min(1, share * 1.25) } }
      : { pessimistic: { redoShare: 1 }, optimistic: { redoShare: 0 } },
  start(context, { mode, calls, tokens, quantile, redoShare, breakEven, share, schemaTokens }) {
    const { models, templates } = context;
    const isLimit = mode === 'limit';
    const isNamed = calls === 'all' ? undefined : namedCalls(calls, templates);
    const lengths = isLimit ? answerLengths(context) : undefined;
    const schema = Math.round(schemaTokens);
    const fixed = Math.floor(tokens);
    const paying =
      lengths === undefined || fixed > 0 || breakEven === 0
        ? undefined
        : new PayingLimits(context, lengths, quantile, breakEven, isNamed ?? (() => true));
    const counts = new CapCounts();
    let cutAlready = 0;

    const limitOf = (use: number): number =>
      fixed > 0 ? fixed : (lengths?.quantile(use, quantile) ?? Number.NaN);

    /** Undefined where the answer is within its limit. */
    const cut = (planned: PlannedCall): Change | undefined => {
      const { original, model, provider, tier, usage, costUsd } = planned;
      const use = lengths!.use(original);
      if (paying !== undefined && !paying.pays(use)) return undefined;
      const measured = limitOf(use);
      const isSame = fixed > 0 || model === original.model;
      const limit = isSame ? measured : models.convertTokens(measured, original.model, model);
      if (!(usage.output > limit)) return undefined;
      const after = { ...usage, output: limit, reasoning: Math.min(usage.reasoning, limit) };
      const afterUsd = models.cost({ model, provider, time: original.time, tier, usage: after });
      if (!Number.isNaN(afterUsd)) counts.addCut(planned, after, use, afterUsd);
      return { usage: after, addedUsd: redoShare * costUsd, group: 'cut', risk: 'shorterAnswer' };
    };

    const shorten = (planned: PlannedCall): Change | undefined => {
      const { usage } = planned;
      const answer = Math.max(0, usage.output - usage.reasoning);
      // The small constant undoes rounding: 0.29 of 100 tokens are 29.
      const removed = Math.floor(share * answer + 1e-6);
      if (removed === 0 && schema === 0) return undefined;
      const after: TokenCounts = {
        ...usage,
        input: usage.input + schema,
        output: usage.output - removed,
        reasoning: Math.min(usage.reasoning, usage.output - removed),
      };
      counts.add(planned, after);
      return { usage: after, group: 'shortened', risk: 'shorterAnswer' };
    };

    return {
      change(planned) {
        const { original, usage } = planned;
        if (usage.output === 0 || (isNamed !== undefined && !isNamed(original))) return undefined;
        if (!isWhole(original)) {
          if (!original.failed) cutAlready++;
          return undefined;
        }
        counts.answers++;
        return isLimit ? cut(planned) : shorten(planned);
      },
      assumptions() {
        const said = isLimit
          ? [
              fixed > 0
                ? `every answer ends at ${fixed} tokens`
                : `the answers of each template end at the length that ${quantile} of its complete answers keep, as this log has them; calls without prompt text have their feature's`,
              'a model writes the same up to the limit; what it reasons counts towards it',
              `${redoShare} of the cut answers are asked for again without the limit, each at the price of the call as it was; which ones nothing in a log can show`,
            ]
          : [
              `answers do with ${share} less of their tokens; nothing in a log can show that`,
              'reasoning stays as long as it is, and the prompt as well but for the schema',
            ];
        if (paying !== undefined) {
          const { cut, paying: limited } = paying.sum();
          said.push(
            `${limited} of ${cut} templates or features with answers above that length get a limit: those where it would still save if ${breakEven} of the cut calls were asked again, as this whole log shows beforehand`,
          );
        }
        said.push('later prompts that repeat a shortened answer are left as they are');
        if (counts.alreadyJson > 0 && !isLimit) {
          said.push(
            `${counts.alreadyJson} of the shortened answers are JSON alone already, which structured output would leave as long`,
          );
        }
        if (cutAlready > 0) said.push(`${cutAlready} answers are cut in the log and stay`);
        return said;
      },
      metrics() {
        const metrics = counts.metrics(isLimit);
        if (paying === undefined) return metrics;
        const label = 'The same for the best template without a limit';
        return [...metrics, { key: 'bestBreakEven', label, kind: 'percent', value: paying.sum().bestOther }];
      },
      views: () => (lengths === undefined ? [] : [counts.view(lengths, limitOf)]),
    };
  },
});
