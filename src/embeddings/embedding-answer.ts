import { readVector } from '../model/vector.ts';
import type { Failure } from './endpoint-failure.ts';

export interface Embedded {
  /** In the order of the texts. */
  readonly vectors: readonly Float32Array[];
  /** As the endpoint counts them; NaN when it does not say. */
  readonly tokens: number;
}

type Json = Readonly<Record<string, unknown>>;

/** The vectors in an answer of the embeddings API, one for each of `count` texts; what is wrong with it otherwise. */
export function embeddingAnswer(body: string, count: number): Embedded | Failure {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return wrong('what is not JSON');
  }
  const data = isObject(value) ? value.data : undefined;
  if (!Array.isArray(data)) return wrong('no list of embeddings');
  if (data.length !== count) return wrong(`${data.length} embeddings for ${count} texts`);
  const vectors = new Array<Float32Array | undefined>(count);
  for (const item of data as readonly unknown[]) {
    const index = isObject(item) ? item.index : undefined;
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= count)
      return wrong('an embedding without its index');
    if (vectors[index] !== undefined) return wrong('two embeddings with one index');
    const vector = readVector((item as Json).embedding);
    if (vector === undefined) return wrong('an embedding that is no list of numbers');
    vectors[index] = vector;
  }
  const whole = vectors as Float32Array[];
  const length = whole[0]?.length ?? 0;
  if (whole.some((vector) => vector.length !== length)) return wrong('embeddings of different lengths');
  return { vectors: whole, tokens: tokensOf(value as Json) };
}

function tokensOf({ usage }: Json): number {
  const tokens = isObject(usage) ? (usage.prompt_tokens ?? usage.total_tokens) : undefined;
  return typeof tokens === 'number' && tokens >= 0 ? tokens : Number.NaN;
}

function wrong(what: string): Failure {
  return { why: `answered with ${what}`, mayPass: false };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
