/**
 * Why an answer ended, whatever the provider calls it. `cut`: at the limit of its tokens; `filtered`: a filter or a refusal took
 * its place; `malformed`: the provider threw away an invalid tool call; `broken`: the stream ended before the answer did.
 * `whole`: any other reason, or none logged.
 */
export type AnswerEnding = 'whole' | 'cut' | 'filtered' | 'malformed' | 'broken';

/**
 * The providers' words, squeezed to lower-case letters. API references: OpenAI `finish_reason` and `incomplete_details.reason`,
 * Anthropic and Bedrock `stop_reason`, Gemini `FinishReason` and `BlockedReason`, Bedrock Titan `completionReason`, Cohere and
 * Mistral `finish_reason`, OpenRouter; servers of open models say `length` or `limit`.
 */
const WORDS: Readonly<Record<Exclude<AnswerEnding, 'whole'>, string>> = {
  cut:
    'length maxtokens maxoutputtokens maxcompletiontokens maxnewtokens maxlength modellength modelcontextwindowexceeded ' +
    'contextlengthexceeded tokenlimit tokenlimitreached maxtokensreached lengthcapped limit',
  filtered:
    'contentfilter contentfiltered contentfiltering guardrailintervened refusal safety recitation blocklist prohibitedcontent spii ' +
    'imagesafety imageprohibitedcontent imagerecitation modelarmor jailbreak errortoxic toxic blocked moderation sensitive',
  malformed:
    'malformedfunctioncall unexpectedtoolcall toomanytoolcalls missingthoughtsignature malformedmodeloutput malformedtooluse',
  broken:
    'error aborted abort cancelled canceled failed timeout disconnected interrupted serviceerror networkerror',
};
const ENDINGS = new Map(
  Object.entries(WORDS).flatMap(([ending, words]) =>
    words.split(' ').map((word) => [word, ending as AnswerEnding]),
  ),
);

/** Logs know a handful of reasons; one that makes them up does not fill the memory. */
const MOST_REMEMBERED = 1000;
const remembered = new Map<string, AnswerEnding>();

/** Of a call's `finishReason` as logged. */
export function answerEnding(reason: string): AnswerEnding {
  if (reason === '' || reason === 'stop') return 'whole';
  let ending = remembered.get(reason);
  if (ending === undefined) {
    ending = read(reason);
    if (remembered.size < MOST_REMEMBERED) remembered.set(reason, ending);
  }
  return ending;
}

/** `MAX_TOKENS`, `FinishReason.MAX_TOKENS`, `FINISH_REASON_MAX_TOKENS`, `incomplete: max_output_tokens`, `["length"]`. */
function read(reason: string): AnswerEnding {
  const last =
    reason
      .slice(0, 100)
      .split(/[:./]/)
      .findLast((part) => /[a-z]/i.test(part)) ?? '';
  const squeezed = last
    .toLowerCase()
    .replace(/[^a-z]+/g, '')
    .replace(/^(?:finishreason|stopreason|incomplete|blockreason)(?=[a-z])/, '');
  return ENDINGS.get(squeezed) ?? 'whole';
}
