import type { LitellmPart } from '../litellm-part.ts';

/** `max_tokens` of a deployment (docs.litellm.ai/docs/proxy/configs). */
export const outputCapPart: LitellmPart = (options, draft) => {
  const tokens = Number(options.tokens);
  if (options.mode !== 'limit' || tokens === 0 || options.calls !== 'all')
    return draft.remark(
      'output-cap: limits by template, and shorter answers, are for the application to ask for (max_tokens, response_format)',
    );
  for (const { litellm_params } of draft.answering()) litellm_params.max_tokens = tokens;
};
