/** The public vocabularies of OpenAI that are counted exactly; the names are tiktoken's. */
export const ENCODINGS = ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'] as const;
export type Encoding = (typeof ENCODINGS)[number];
