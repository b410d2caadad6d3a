import { InputError } from '../contracts/input-error.ts';
import type { EmbeddingPlan } from '../engine/audit-request.ts';
import { count, counted, usd } from '../report/format.ts';
import { safeText } from '../report/safe-text.ts';
import type { Io } from './io.ts';

/** Says what would be sent, and asks unless `isAgreed`. Throws InputError when nobody can be asked. */
export async function confirmed(plan: EmbeddingPlan, io: Io, isAgreed: boolean): Promise<boolean> {
  const what = safeText(planLine(plan));
  if (isAgreed) {
    await io.stderr.write(`embeddings: ${what}\n`);
    return true;
  }
  if (io.ask === undefined)
    throw new InputError(`embeddings: ${what}; nothing was sent, --yes sends it without asking`);
  const answer = await io.ask(`${what}. Send? [y/N] `);
  return /^\s*y(es)?\s*$/i.test(answer);
}

function planLine({ model, host, texts, kept, tokens, costUsd }: EmbeddingPlan): string {
  const cost = Number.isNaN(costUsd) ? `price of ${model} unknown` : `${usd(costUsd)} for ${model}`;
  const others = kept === 0 ? '' : ` (${count(kept)} more have their vectors)`;
  return `${counted(texts, 'text')}${others}, about ${counted(tokens, 'token')}, ${cost}, to ${host}`;
}
