import type { Call } from '../../../src/model/call.ts';

export interface SlowOptions {
  readonly isNormalized: boolean;
  readonly ttlMs: number;
  readonly capacity: number;
  readonly scope: string;
  readonly deterministicOnly: boolean;
}

interface Kept {
  readonly key: string;
  readonly at: number;
  readonly user: string;
}

export interface SlowResult {
  readonly hits: readonly number[];
  readonly lookUps: number;
  readonly crossed: number;
  readonly peak: number;
}

/**
 * A response cache told as a diary: every answer that is complete is written down at its time, in order; a list holds
 * what is kept, the least recently used first. `texts` are the calls' prompts; all calls have a time.
 */
export function slowCache(
  calls: readonly Call[],
  texts: readonly string[],
  options: SlowOptions,
): SlowResult {
  const { isNormalized, ttlMs, capacity, scope, deterministicOnly } = options;
  let kept: Kept[] = [];
  let coming: (Kept & { readonly index: number })[] = [];
  const hits: number[] = [];
  let lookUps = 0;
  let crossed = 0;
  let peak = 0;

  const forget = (now: number): void => {
    kept = kept.filter(({ at }) => now - at < ttlMs);
  };
  const write = (entry: Kept): void => {
    forget(entry.at);
    const others = kept.filter(({ key }) => key !== entry.key);
    const isNew = others.length === kept.length;
    kept = [...(isNew && capacity > 0 && others.length >= capacity ? others.slice(1) : others), entry];
    peak = Math.max(peak, kept.length);
  };
  const catchUp = (now: number): void => {
    const due = coming.filter(({ at }) => at <= now);
    coming = coming.filter(({ at }) => at > now);
    for (const entry of due.sort((a, b) => a.at - b.at || a.index - b.index)) write(entry);
    forget(now);
  };

  for (const call of calls) {
    if (deterministicOnly && call.temperature !== 0) continue;
    const who = scope === 'user' ? call.user : scope === 'feature' ? call.feature : 'all';
    if (who === '') continue;
    const text = texts[call.index]!;
    const prompt = isNormalized ? text.toLowerCase() : text;
    const key = JSON.stringify([prompt, call.requestedModel, call.provider, call.params, who]);
    catchUp(call.time);
    lookUps++;
    const found = kept.find((entry) => entry.key === key);
    if (found !== undefined) {
      hits.push(call.index);
      kept = [...kept.filter((entry) => entry !== found), found];
      if (found.user !== '' && call.user !== '' && found.user !== call.user) crossed++;
    } else if (!call.failed) {
      coming.push({ key, at: call.time + call.latencyMs, user: call.user, index: call.index });
      // An answer that takes no time is there for the next call at this very time.
      catchUp(call.time);
    }
  }
  catchUp(Number.POSITIVE_INFINITY);
  return { hits, lookUps, crossed, peak };
}
