import { safeText } from '../record/record-secrets.ts';

/** What a model id of Bedrock stands for. */
export interface BedrockModel {
  /** In the price book's spelling; undefined where the id hides the model. */
  readonly model: string | undefined;
  /** The id as it was asked for, without the account and region of an ARN. */
  readonly requestedModel: string | undefined;
}

const ARN = /^arn:aws[a-z-]{0,20}:bedrock:[a-z0-9-]{0,30}:[^:/]{0,20}:([a-z-]{1,40})\/(.{1,300})$/;
/** Kinds of resource whose name is the model's, perhaps with a region before it. */
const NAMED = new Set(['foundation-model', 'inference-profile']);
/** Kinds that pass a call on to a model that is billed as if it had been named. Provisioned, custom and imported models are not: they are paid by the hour. */
const PASSING = new Set([
  'application-inference-profile',
  'prompt-router',
  'default-prompt-router',
  'prompt',
]);

/** Regions of cross-region inference profiles (Bedrock user guide, "Supported inference profiles"). */
const REGION = /^(?:global|us-gov|us|eu|apac|jp|au|ca|sa|uk|in|me|af|il|mx)\./;
/** `-v1:0`, `-v2:0:200k`, `-v1`: the version of Bedrock's packaging, which no price depends on. */
const VERSION = /-v\d{1,2}(?::\d{1,2}(?::\w{1,10})?)?$/;

/**
 * Reads a `modelId`: a short id, a profile id or an ARN. Claude models get Anthropic's own names, since Bedrock sells them at
 * Anthropic's list price (a regional profile of a recent one at 10% more, which the price book says as a caveat); of all others
 * the region is taken off. Nova 2 keeps it: its regional price is another, and the book has only the global one.
 */
export function bedrockModel(modelId: string | undefined): BedrockModel {
  if (modelId === undefined) return { model: undefined, requestedModel: undefined };
  const arn = ARN.exec(modelId);
  if (arn === null) return { model: safeText(priceName(modelId)), requestedModel: safeText(modelId) };
  const [, kind, name] = arn as unknown as [string, string, string];
  if (NAMED.has(kind)) return { model: safeText(priceName(name)), requestedModel: safeText(name) };
  const asked = safeText(`${kind}/${name}`);
  return { model: PASSING.has(kind) ? undefined : asked, requestedModel: asked };
}

/** True for models that embed, which give out no tokens. */
export function isEmbeddingModel(modelId: string | undefined): boolean {
  return modelId !== undefined && /embed/i.test(modelId);
}

function priceName(id: string): string {
  const region = REGION.exec(id)?.[0] ?? '';
  const name = id.slice(region.length);
  if (name.startsWith('amazon.nova-2-') && region !== '' && region !== 'global.') return id;
  if (!name.startsWith('anthropic.claude')) return name;
  const claude = name.slice('anthropic.'.length);
  if (claude.startsWith('claude-v2:1')) return 'claude-2.1';
  const first = /^claude-(?:instant-)?v\d/.exec(claude)?.[0];
  return first ?? claude.replace(VERSION, '');
}
