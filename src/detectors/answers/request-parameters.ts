/** What a request sets to shorten answers, by the vendor's own names. */
export interface RequestParameters {
  /** Most output tokens. */
  readonly limit: string;
  /** An answer in JSON and nothing else. */
  readonly json: string;
  /** Less or no thinking. */
  readonly effort: string;
}

const OTHERS: RequestParameters = {
  limit: 'max_tokens',
  json: 'response_format with a json_schema',
  effort: 'reasoning_effort to the lowest level the model has',
};

/** Names of the vendors' API references (OpenAI Chat Completions, Anthropic Messages, Gemini generateContent); the others follow OpenAI's older ones. */
const BY_PROVIDER: ReadonlyMap<string, RequestParameters> = new Map([
  [
    'openai',
    {
      limit: 'max_completion_tokens',
      json: 'response_format with a json_schema',
      effort: 'reasoning_effort to none, minimal or low, whichever is the lowest the model has',
    },
  ],
  [
    'anthropic',
    {
      limit: 'max_tokens',
      json: 'output_config.format with a json_schema',
      effort: 'thinking to disabled, or output_config.effort to low',
    },
  ],
  [
    'google',
    {
      limit: 'maxOutputTokens',
      json: 'responseMimeType application/json with a responseSchema',
      effort: 'thinkingConfig to the lowest thinkingLevel or thinkingBudget the model has',
    },
  ],
]);

/** `provider` in the price book's spelling; '' when it is not known. */
export function requestParameters(provider: string): RequestParameters {
  return BY_PROVIDER.get(provider) ?? OTHERS;
}
