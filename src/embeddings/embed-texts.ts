import { InputError } from '../contracts/input-error.ts';
import { type EmbeddingEndpoint, embed, RefusedTextsError, type Wire } from './embedding-endpoint.ts';

/** A text that is to be embedded; the text itself is read when it is sent. */
export interface TextToEmbed {
  /** Number of its segment. */
  readonly segment: number;
  /** About how many. */
  readonly tokens: number;
}

export interface EmbeddingSink {
  textOf(segment: number): string;
  /** Called for each answer as it comes, so that whatever happens next keeps it. */
  save(texts: readonly TextToEmbed[], vectors: readonly Float32Array[]): void;
}

/** What was done. */
export interface EmbeddingCounts {
  readonly embedded: number;
  /** Texts that the endpoint would not have. */
  readonly refused: number;
  /** As the endpoint counts them; NaN when it does not say. */
  readonly tokens: number;
}

/** Most texts and, about, tokens of one request. OpenAI takes 2,048 texts and 300,000 tokens; smaller servers take less. */
const BATCH_TEXTS = 128;
const BATCH_TOKENS = 50_000;
/** So many texts refused one after another, and it is not the texts. */
const MOST_REFUSED = 8;

/**
 * Sends the texts, batch after batch. Where a batch is refused its halves are tried, down to the text that is at fault,
 * which is left out. Throws InputError, with one line that says why.
 */
export async function embedTexts(
  endpoint: EmbeddingEndpoint,
  texts: readonly TextToEmbed[],
  { textOf, save }: EmbeddingSink,
  wire: Wire,
): Promise<EmbeddingCounts> {
  let [embedded, refused, refusedInRow, tokens] = [0, 0, 0, 0];
  const send = async (batch: readonly TextToEmbed[]): Promise<void> => {
    try {
      const answer = await embed(
        endpoint,
        batch.map(({ segment }) => textOf(segment)),
        wire,
      );
      save(batch, answer.vectors);
      embedded += batch.length;
      tokens += answer.tokens;
      refusedInRow = 0;
    } catch (error) {
      if (!(error instanceof RefusedTextsError)) throw error;
      if (batch.length > 1) {
        const half = batch.length >> 1;
        await send(batch.slice(0, half));
        return send(batch.slice(half));
      }
      refused++;
      if (++refusedInRow >= MOST_REFUSED || texts.length === 1)
        throw new InputError(`embeddings: ${new URL(endpoint.url).host} ${error.message}`);
    }
  };
  for (const batch of batchesOf(texts)) await send(batch);
  return { embedded, refused, tokens };
}

function* batchesOf(texts: readonly TextToEmbed[]): Generator<TextToEmbed[]> {
  let batch: TextToEmbed[] = [];
  let tokens = 0;
  for (const text of texts) {
    if (batch.length > 0 && (batch.length === BATCH_TEXTS || tokens + text.tokens > BATCH_TOKENS)) {
      yield batch;
      batch = [];
      tokens = 0;
    }
    batch.push(text);
    tokens += text.tokens;
  }
  if (batch.length > 0) yield batch;
}
