import { durationMs } from '../../../model/duration.ts';
import type { LitellmPart } from '../litellm-part.ts';

const SECOND_MS = 1000;

/** docs.litellm.ai/docs/proxy/reliability. */
export const retryPart: LitellmPart = (options, draft) => {
  const retries = Math.max(0, Number(options.maxAttempts) - 1);
  Object.assign(draft.routerSettings, {
    num_retries: retries,
    retry_policy: {
      RateLimitErrorRetries: retries,
      TimeoutErrorRetries: retries,
      InternalServerErrorRetries: retries,
      AuthenticationErrorRetries: 0,
      ContentPolicyViolationErrorRetries: 0,
    },
  });
  if (Number(options.breakerFailures) > 0) {
    // LiteLLM cools a deployment down when it fails more often than it is allowed to.
    draft.routerSettings.allowed_fails = Number(options.breakerFailures) - 1;
    draft.routerSettings.cooldown_time = Math.max(
      1,
      Math.round(durationMs(String(options.breakerOpen)) / SECOND_MS),
    );
    draft.remark(
      'retry-policy: LiteLLM counts the failures of a minute, not failures in a row, before a deployment cools down',
    );
  }
  draft.remark('retry-policy: how long LiteLLM waits between attempts is its own choice');
};

/** docs.litellm.ai/docs/proxy/configs (rpm, tpm) and /docs/proxy/io_token_rate_limits (that they are enforced). */
export const rateLimitPart: LitellmPart = (options, draft) => {
  const rpm = Math.floor(Number(options.requestsPerMinute));
  const tpm = Math.floor(Number(options.tokensPerMinute));
  for (const { litellm_params } of draft.answering()) {
    litellm_params.rpm = rpm;
    if (tpm > 0) litellm_params.tpm = tpm;
  }
  draft.routerSettings.optional_pre_call_checks = ['enforce_model_rate_limits'];
  if (options.scope !== 'model')
    draft.remark(
      `rate-limit: LiteLLM limits each model; one limit for ${options.scope === 'global' ? 'all of them' : `each ${String(options.scope)}`} belongs to a key (rpm_limit)`,
    );
  draft.remark('rate-limit: LiteLLM refuses what is above the limit with 429; it does not hold it back');
};

/** docs.litellm.ai/docs/proxy/users (max_budget, budget_duration). */
export const budgetPart: LitellmPart = (options, draft) => {
  const [daily, hourly] = [Number(options.dailyUsd), Number(options.hourlyUsd)];
  if (daily > 0) Object.assign(draft.litellmSettings, { max_budget: daily, budget_duration: '1d' });
  else if (hourly > 0) Object.assign(draft.litellmSettings, { max_budget: hourly, budget_duration: '1h' });
  if (daily > 0 && hourly > 0)
    draft.remark('token-budget: one budget for the whole proxy: the hourly one is left out');
  if (Number(options.dailyTokens) > 0 || Number(options.hourlyTokens) > 0)
    draft.remark('token-budget: budgets of LiteLLM are US dollars; tokens are limited by the minute (tpm)');
  draft.remark('token-budget: what is over a budget is refused; LiteLLM does not let it wait');
};
