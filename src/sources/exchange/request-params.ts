import type { JsonObject } from '../record/record-access.ts';
import { isSecretName, withoutSecrets } from '../record/record-secrets.ts';

/**
 * What a request says that does not shape the answer: the prompt (kept as segments), who asks, how the answer travels,
 * what it is stored or billed under, and the SDK's own settings. `previous_response_id` and `conversation` are not here:
 * they stand for prompt that the log does not show.
 */
const NOT_SHAPING = new Set(
  (
    'model messages input instructions system tools functions stream stream_options user safety_identifier metadata ' +
    'store id request_id prompt_cache_key prompt_cache_retention prompt_cache_options cache_control service_tier background ' +
    'include betas anthropic_version anthropic_beta extra_query timeout max_retries num_retries ' +
    'retry base_url api_base api_version api_type azure_endpoint organization project client http_client callbacks ' +
    'contents content requests systemInstruction system_instruction labels ' +
    'custom_llm_provider litellm_call_id litellm_params caching cache mock_response fallbacks __proto__'
  ).split(' '),
);

/**
 * The parameters of the APIs, for records that hold request and logger's fields side by side: there an unknown field is
 * far likelier the logger's (a host, a counter) than a parameter, and would set every call apart from every other.
 */
const ASKED = new Set(
  (
    'temperature top_p top_k min_p top_a seed n best_of max_tokens max_completion_tokens max_output_tokens stop ' +
    'stop_sequences frequency_penalty presence_penalty repetition_penalty logit_bias logprobs top_logprobs echo suffix ' +
    'response_format text output_config output_format tool_choice parallel_tool_calls function_call max_tool_calls ' +
    'reasoning reasoning_effort thinking verbosity modalities audio prediction web_search_options truncation prompt ' +
    'previous_response_id conversation context_management container mcp_servers dimensions encoding_format extra_body ' +
    'min_tokens safe_prompt search_parameters enable_thinking thinking_budget guided_json plugins models route transforms'
  ).split(' '),
);

/**
 * The parameters that shape the output, as given: everything but what is known not to, so that a parameter nobody has
 * heard of counts (only known ones where it is flat: among its logger's fields). Nulls are left out, since they
 * mean the default, and so are credentials. A `prompt` that is an object is a stored template and its variables; a plain
 * one is the prompt itself.
 */
export function shapingParams(
  request: JsonObject | undefined,
  isFlat: boolean,
): Readonly<Record<string, unknown>> | undefined {
  if (request === undefined) return undefined;
  const params: Record<string, unknown> = {};
  for (const name in request) {
    const value = request[name];
    if (value === null || value === undefined || NOT_SHAPING.has(name) || isSecretName(name)) continue;
    if (name === 'prompt' && (typeof value === 'string' || Array.isArray(value))) continue;
    if (isFlat && !ASKED.has(name)) continue;
    params[name] = withoutSecrets(value);
  }
  return params;
}
