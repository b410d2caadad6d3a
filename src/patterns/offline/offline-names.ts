/** What a name says about who waits for the answer. */
export type OfflineName = 'none' | 'weak' | 'strong';

/** Words for work that nobody waits for, whatever stands beside them; own choice, by what teams call their jobs. */
const CERTAIN = new Set(
  (
    'nightly overnight midnight batch batches batched backfill backfills eval evals evaluation evaluations etl cron cronjob ' +
    'offline reindex reindexing benchmark benchmarks'
  ).split(' '),
);
/** The same, unless a word of somebody who waits stands beside them. */
const STRONG = new Set(
  (
    'scheduled bulk migration dataset datasets annotation annotate labeling labelling ingest ingestion enrichment digest ' +
    'digests synthetic distillation precompute archive archival dedupe deduplication'
  ).split(' '),
);
/** Words that jobs carry, and features that people wait for as well. */
const WEAK = new Set(
  (
    'embed embeds embedding embeddings index indexer indexing report reports reporting summarise summarize summarizer summary ' +
    'summaries extract extraction tagging classify classification translate translation pipeline worker job jobs async background ' +
    'daily weekly monthly crawl crawler sync import export catalog catalogue analytics'
  ).split(' '),
);
/** Words for somebody who waits. */
const LIVE = new Set(
  (
    'chat chatbot assistant copilot live realtime interactive query queries search autocomplete completion completions suggest ' +
    'suggestions inline voice agent conversation widget'
  ).split(' '),
);

/** Of a feature, a user or a job's tag. */
export function offlineName(name: string): OfflineName {
  let found: OfflineName = 'none';
  let isLive = false;
  const words = name
    .slice(0, 300)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .split(/[^a-z]+/);
  for (const word of words) {
    if (CERTAIN.has(word)) return 'strong';
    if (LIVE.has(word)) isLive = true;
    if (STRONG.has(word)) found = 'strong';
    else if (found === 'none' && WEAK.has(word)) found = 'weak';
  }
  return isLive ? 'none' : found;
}

const SERVICE =
  /(?:^|[^a-z])(?:svc|service|bot|robot|job|cron|worker|system|daemon|scheduler|automation|pipeline|batch|etl|ci|internal|backend|api)(?:[^a-z]|$)/i;

/** Whether a user's name is that of a program. */
export function isServiceAccount(user: string): boolean {
  return SERVICE.test(user.slice(0, 100)) || offlineName(user) === 'strong';
}

/** The texts in a call's tags (compact JSON): their names say nothing, `batch: false` least of all. */
export function tagTexts(tags: string): string {
  const texts: string[] = [];
  for (const [, text] of tags.slice(0, 500).matchAll(/:"([^"\\]{1,80})"/g)) texts.push(text!);
  return texts.join(' ');
}
