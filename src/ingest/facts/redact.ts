/**
 * Credentials as they stand in running text: keys by their providers' prefixes, JSON web tokens, keys in URLs, and what
 * follows the name of a header or a variable that holds one. Repetitions are bounded or end the match, so that no text
 * takes more than linear time.
 */
const CREDENTIALS = new RegExp(
  [
    '\\b(?:sk|pk|rk)[-_][\\w-]{8,}',
    '\\b(?:AIza|gsk_|xai-|AKIA|gh[pousr]_|xox[abp]-|hf_)[\\w-]{8,}',
    '\\beyJ[\\w-]{8,}(?:\\.[\\w-]+){0,2}',
    '\\b(?:bearer|basic)\\s{1,20}[\\w.~+/=-]{8,}',
    '(?<=[?&](?:api[-_]?key|key|access_token|token|sig)=)[^\\s&"\'`]+',
    '(?<=\\b(?:set-)?cookie["\']?\\s{0,4}[:=]\\s{0,4}["\']?)[^\\s"\'][^\\r\\n"\']*',
    '(?<=\\b(?:authorization|(?:x-)?api[-_]?key|password|secret)["\']?\\s{0,4}[:=]\\s{0,4}["\']?)[\\w.~+/=-]{8,}',
  ].join('|'),
  'gi',
);

/** The text with its credentials replaced by `[redacted]`; the text itself when it has none. */
export function redact(text: string): string {
  return text.replace(CREDENTIALS, '[redacted]');
}
