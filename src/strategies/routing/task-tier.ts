import { taskWords } from './named-tasks.ts';

/** How much a request asks of a model; the order is the order of difficulty. */
export const TIERS = ['trivial', 'standard', 'complex', 'expert'] as const;
export type Tier = (typeof TIERS)[number];

/** Words from which a prompt is complex or expert whatever it asks (the second article's classifier). */
export const COMPLEX_WORDS = 2000;
export const EXPERT_WORDS = 5000;

/**
 * Task names of the first and the third article with the tier their tables put them in; where the two differ, and
 * where a table sends a task to its strongest model, the more careful reading.
 */
const TASKS: Readonly<Record<Tier, string>> = {
  trivial:
    'classification|classify|classifier|extraction|extract|extractor|sentiment|tagging|labeling|labelling',
  standard:
    'summarization|summarisation|summarize|summarise|summary|translation|translate|simple chat|faq|search',
  complex: 'analysis|analyze|analyse|code|coding|code gen|codegen|refactoring|debugging',
  expert: 'reasoning|complex reasoning|creative|research|agent|planning',
};

/** Keywords of the second article's classifier, British spellings added. */
const KEYWORDS: Readonly<Record<Tier, string>> = {
  trivial: 'classify|sentiment|yes or no|true or false|pick one|score|rating|count',
  standard: 'explain|summari[sz]e|write|describe|compare|list|find|search|generate|draft',
  complex: 'analy[sz]e|evaluate|design|architect|debug|optimi[sz]e|refactor|plan|strategy|research',
  expert: 'comprehensive|deep dive|synthesis|multi-step|long-document|full codebase|end-to-end|thorough',
};

/** Whole words only: "account" does not ask to count, nor "planet" to plan. */
function whole(words: string, endings: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})${endings}(?![\\p{L}\\p{N}])`, 'iu');
}

const HARDEST_FIRST = [...TIERS].reverse();
const TASK_PATTERNS = HARDEST_FIRST.map((tier) => whole(TASKS[tier], ''));
const KEYWORD_PATTERNS = HARDEST_FIRST.map((tier) => whole(KEYWORDS[tier], '(?:s|d|ed|ing|ly)?'));

/** The tier of the hardest keyword, by position in TIERS; -1 when there is none. */
export function keywordTier(text: string): number {
  return hardest(KEYWORD_PATTERNS, text);
}

/** The tier of a logged task or feature that names a known task, by position in TIERS; -1 when it names none. */
export function taskTier(name: string): number {
  return name === '' ? -1 : hardest(TASK_PATTERNS, taskWords(name));
}

function hardest(patterns: readonly RegExp[], text: string): number {
  const found = patterns.findIndex((pattern) => pattern.test(text));
  return found < 0 ? -1 : TIERS.length - 1 - found;
}
