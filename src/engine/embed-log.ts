import { InputError } from '../contracts/input-error.ts';
import type { Prompts } from '../contracts/prompts.ts';
import { comparablePrompts } from '../embeddings/comparable-prompts.ts';
import { type EmbeddingCounts, embedTexts, type TextToEmbed } from '../embeddings/embed-texts.ts';
import { embeddingsUrl } from '../embeddings/embedding-endpoint.ts';
import { joinCounts } from '../ingest/read-counts.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import type { Store } from '../store/store.ts';
import type { AuditHooks, AuditRequest, EmbeddingPlan } from './audit-request.ts';
import type { ReadLogs } from './log/read-logs.ts';
import { openLog } from './opened-log.ts';

/** Bounds of what a stand-in for an image or a file looks like; its vector would say nothing about what it stands for. */
const STAND_IN = /\[[a-z_]{1,40} sha:[0-9a-z]+\]/;

/**
 * Gives every prompt that a semantic cache could compare its vector, where the request names an endpoint: says what would
 * be sent, asks, and sends what the store has no vector of. Throws InputError, with one line that says why; what was
 * embedded before stays in the store.
 */
export async function embedLog(logs: ReadLogs, request: AuditRequest, hooks: AuditHooks): Promise<void> {
  const { model, endpoint } = request.embeddings ?? {};
  if (model === undefined || endpoint === undefined) return;
  if (hooks.wire === undefined || hooks.confirm === undefined) return;
  const { store, files } = logs;
  const book = await logs.book();
  const counts = files.map(({ state }) => joinCounts(state.settled, state.tail));
  const { timezone, filter } = request;
  const input = { store, files, counts, book, timezone, ...(filter !== undefined && { filter }) };
  const { log, prompts, ratios } = openLog(input);
  const { segments } = comparablePrompts(prompts, log);
  const { texts, kept, unfit } = chooseTexts(store, prompts, segments, {
    model,
    ratio: ratios.of(model).ratio,
    mostTokens: book.info(model, '', Number.NaN)?.contextWindow ?? 0,
  });
  if (request.storeFile !== undefined)
    hooks.notice('embeddings: the store keeps the whole texts of prompts, as with --keep-text');
  for (const [why, count] of unfit) hooks.notice(`embeddings: ${count} ${why}`);
  if (texts.length === 0) {
    hooks.notice(`embeddings: nothing to send, ${kept} texts of prompts have their vectors`);
    return;
  }
  const host = embeddingsUrl(endpoint.url).host;
  const plan = planOf(book, model, host, texts, kept);
  if (Number.isNaN(plan.costUsd))
    hooks.notice(
      `embeddings: ${model} has no price: look-ups can be replayed with a price of your own (--prices), or with cache.embeddingModel=none for a model that costs nothing`,
    );
  if (!(await hooks.confirm(plan))) {
    hooks.notice('embeddings: nothing was sent');
    return;
  }
  let done = 0;
  const sink = {
    textOf: (segment: number) => store.prompts.text(segment)!,
    save: (batch: readonly TextToEmbed[], vectors: readonly Float32Array[]) => {
      save(store, model, host, batch, vectors);
      done += batch.length;
      hooks.progress({ bytesDone: done, bytesTotal: texts.length, calls: 0, phase: 'embed' });
    },
  };
  try {
    said(hooks, await embedTexts({ ...endpoint, model }, texts, sink, hooks.wire));
  } catch (error) {
    if (!(error instanceof InputError) || done === 0 || request.storeFile === undefined) throw error;
    throw new InputError(
      `${error.message}; ${done} of ${texts.length} texts are embedded, run it again to go on`,
    );
  }
}

interface Chosen {
  readonly texts: readonly TextToEmbed[];
  /** Texts that have their vectors. */
  readonly kept: number;
  /** Texts that are left out, by why. */
  readonly unfit: ReadonlyMap<string, number>;
}

function chooseTexts(
  store: Store,
  prompts: Prompts,
  segments: readonly number[],
  { model, ratio, mostTokens }: { model: string; ratio: number; mostTokens: number },
): Chosen {
  const texts: TextToEmbed[] = [];
  const unfit = new Map<string, number>();
  let kept = 0;
  for (const segment of segments) {
    if (store.vectors.has(model, store.prompts.segmentKey(segment))) {
      kept++;
      continue;
    }
    const tokens = Math.ceil(prompts.facts(segment).tokens * ratio);
    const why = unfitFor(store.prompts.text(segment), tokens, mostTokens);
    if (why === undefined) texts.push({ segment, tokens });
    else unfit.set(why, (unfit.get(why) ?? 0) + 1);
  }
  return { texts, kept, unfit };
}

/** `mostTokens` 0: not known. */
function unfitFor(text: string | null, tokens: number, mostTokens: number): string | undefined {
  if (text === null)
    return 'texts of prompts are not in the store: audit their logs with --embeddings while they are there';
  if (text.trim() === '') return 'messages have no text';
  if (STAND_IN.test(text)) return 'messages hold images or files and are not compared';
  if (mostTokens > 0 && tokens > mostTokens) return 'messages are longer than the model takes';
  return undefined;
}

function planOf(
  book: PriceBook,
  model: string,
  host: string,
  texts: readonly TextToEmbed[],
  kept: number,
): EmbeddingPlan {
  const tokens = texts.reduce((sum, text) => sum + text.tokens, 0);
  const usage = { input: tokens, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };
  const costUsd = book.cost({ model, provider: '', time: Number.NaN, tier: 'standard', usage });
  return { model, host, texts: texts.length, kept, tokens, costUsd };
}

function save(
  store: Store,
  model: string,
  host: string,
  batch: readonly TextToEmbed[],
  vectors: readonly Float32Array[],
): void {
  const known = store.vectors.dimensions(model);
  const length = vectors[0]!.length;
  if (known !== 0 && known !== length) {
    throw new InputError(
      `embeddings: ${host} answered with ${length} numbers for a text, and the store has ${known} from ${model}: name the other model by another name, or another store with --db`,
    );
  }
  store.transaction(() =>
    store.vectors.add(
      model,
      batch.map(({ segment }, i) => ({ key: store.prompts.segmentKey(segment), vector: vectors[i]! })),
    ),
  );
}

function said(hooks: AuditHooks, { embedded, refused, tokens }: EmbeddingCounts): void {
  const counted = Number.isNaN(tokens) ? '' : `, ${tokens} tokens as the endpoint counts them`;
  hooks.notice(`embeddings: ${embedded} texts embedded${counted}`);
  if (refused > 0) hooks.notice(`embeddings: ${refused} texts were refused and have no vector`);
}
