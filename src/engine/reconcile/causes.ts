import type { ReconciledCause } from '../../model/reconciliation.ts';
import { billedTokens, promptTokens, type TokenCounts } from '../../model/usage.ts';
import type { UseSum } from './use-sum.ts';

/** Sums that differ by less are alike: exports are cut at other instants than logs. */
const ALIKE = 0.005;

export function isAlike(a: number, b: number): boolean {
  return Math.abs(a - b) <= ALIKE * Math.max(Math.abs(a), Math.abs(b));
}

/** Why the two sides of one day and model may differ, the likeliest first; each with the figures that point to it. */
export function causesOf(log: UseSum | undefined, ledger: UseSum | undefined): ReconciledCause[] {
  if (log === undefined && ledger === undefined) return [];
  if (log === undefined) {
    const items = itemCauses(ledger!);
    return items.length > 0 ? items : [missing('calls-not-logged', 'the log has no call of this model then')];
  }
  if (ledger === undefined) {
    return [
      missing(
        'calls-not-billed-here',
        'the export has nothing of this model then: another account, project or key, or an export that is filtered',
      ),
    ];
  }
  const causes: ReconciledCause[] = [];
  const tokens =
    log.tokens !== null && ledger.tokens !== null ? tokenCause(log, ledger) : requestCause(log, ledger);
  if (tokens !== undefined) causes.push(tokens);
  return [...causes, ...costCauses(log, ledger, tokens === undefined)];
}

function missing(code: ReconciledCause['code'], text: string): ReconciledCause {
  return { code, text };
}

function requestCause(log: UseSum, ledger: UseSum): ReconciledCause | undefined {
  const [logged, billed] = [log.requests, ledger.requests];
  if (logged === null || billed === null || logged === billed) return undefined;
  return billed > logged
    ? missing('calls-not-logged', `${billed - logged} of ${billed} requests are not in the log`)
    : missing('calls-not-billed-here', `${logged - billed} of ${logged} logged calls are not in the export`);
}

/** What one wrong sum would turn the other side's tokens into: checked from the most telling to the vaguest. */
function tokenCause(log: UseSum, ledger: UseSum): ReconciledCause | undefined {
  const a = log.tokens!;
  const b = ledger.tokens!;
  if (sameTokens(a, b, ledger.isUnsplit)) return undefined;
  const cached = b.cacheRead + b.cacheWrite5m + b.cacheWrite1h;
  const loggedCached = a.cacheRead + a.cacheWrite5m + a.cacheWrite1h;
  const outputs = isAlike(a.output, b.output);
  if (outputs && cached > 0 && isAlike(loggedCached, cached)) {
    const twice = [b.input + cached, b.input + b.cacheRead].some((input) => isAlike(a.input, input));
    if (twice && !isAlike(a.input, b.input)) {
      return missing(
        'cached-counted-twice',
        `the log's ${a.input} uncached input tokens are the export's ${b.input} and its cached ones once more`,
      );
    }
  }
  if (outputs && cached > loggedCached && isAlike(promptTokens(a), promptTokens(b))) {
    return missing(
      'cached-not-told-apart',
      `the prompts agree, but the log knows only ${loggedCached} of ${cached} cached tokens, so it prices the rest in full`,
    );
  }
  const prompts = isAlike(promptTokens(a), promptTokens(b));
  if (prompts && outputs && !sameHourWrites(a, b)) {
    return missing(
      'cached-not-told-apart',
      `of the cached tokens the export says ${b.cacheWrite1h} were written for an hour and the log ${a.cacheWrite1h}; it prices the others as written for five minutes`,
    );
  }
  if (prompts && a.reasoning > 0 && !outputs && isAlike(a.output, b.output + a.reasoning)) {
    return missing(
      'reasoning-counted-twice',
      `the log's output of ${a.output} is the export's ${b.output} and its ${a.reasoning} reasoning tokens once more`,
    );
  }
  return amountCause(log, ledger, billedTokens(a), billedTokens(b));
}

function amountCause(log: UseSum, ledger: UseSum, logged: number, billed: number): ReconciledCause {
  const requests = requestCause(log, ledger);
  if (billed > logged) {
    return requests?.code === 'calls-not-logged'
      ? requests
      : missing('calls-not-logged', `${billed - logged} of ${billed} tokens are not in the log`);
  }
  return requests?.code === 'calls-not-billed-here'
    ? requests
    : missing(
        'calls-not-billed-here',
        `${logged - billed} of ${logged} logged tokens are not in the export: another account, project or key, or calls logged twice`,
      );
}

export function sameTokens(a: TokenCounts, b: TokenCounts, isUnsplit: boolean): boolean {
  if (!isAlike(a.output, b.output) || !isAlike(promptTokens(a), promptTokens(b))) return false;
  if (isUnsplit) return true;
  return isAlike(a.input, b.input) && isAlike(a.cacheRead, b.cacheRead) && sameHourWrites(a, b);
}

/** An export without tokens written for an hour may be one that does not split what was written. */
function sameHourWrites(log: TokenCounts, ledger: TokenCounts): boolean {
  return ledger.cacheWrite1h === 0 || isAlike(log.cacheWrite1h, ledger.cacheWrite1h);
}

function itemCauses({ items }: UseSum): ReconciledCause[] {
  return [...items]
    .filter(([, usd]) => usd !== 0)
    .map(([item]) =>
      missing('other-items', `${item} is billed beside tokens, which no call of the log shows`),
    );
}

function costCauses(log: UseSum, ledger: UseSum, isSameUse: boolean): ReconciledCause[] {
  const causes: ReconciledCause[] = [];
  if (log.unpricedCalls > 0) {
    causes.push(
      missing(
        'unpriced-model',
        `${log.unpricedCalls} logged calls have no known price, so the log's cost lacks them`,
      ),
    );
  }
  causes.push(...itemCauses(ledger));
  const [logged, billed] = [log.costUsd, ledger.costUsd];
  const batch = ledger.batchTokens > log.batchTokens && !isAlike(ledger.batchTokens, log.batchTokens);
  if (batch) {
    causes.push(
      missing(
        'batch-rate',
        `${ledger.batchTokens} tokens were billed at the batch rate, of which the log marks ${log.batchTokens}`,
      ),
    );
  }
  if (logged === null || billed === null || causes.length > 0 || !isSameUse) return causes;
  if (Math.abs(logged - billed) <= ledger.roundingUsd) {
    return isAlike(logged, billed)
      ? []
      : [missing('rounding', 'the export rounds each of its rows to cents')];
  }
  if (isAlike(logged, billed) || logged === 0) return causes;
  return isAlike(billed, logged / 2)
    ? [
        missing(
          'batch-rate',
          'the export has half of what the log is priced at: calls of a batch that the log does not mark',
        ),
      ]
    : [
        missing(
          'another-price',
          'the use agrees and the money does not: a discount, another tier or region, or a price that has changed',
        ),
      ];
}
