import type { Entry } from './name-index.ts';
import type { Missed } from './resolution.ts';

const WAY_OUT = 'give its price or an alias in a price file';

/** Nothing of that name at that provider; others may have it. */
export function elsewhere(model: string, provider: string, others: readonly string[]): Missed {
  const name = shown(model);
  const at = provider === '' ? '' : ` at ${provider}`;
  const hint =
    others.length === 0 ? WAY_OUT : `${others.join(', ')} ${others.length === 1 ? 'has' : 'have'} one`;
  return {
    found: false,
    code: 'unknown-model',
    reason: `no price is known for '${name}'${at}: ${hint}`,
    providers: others,
  };
}

export function unknownProvider(model: string, provider: string): Missed {
  const reason = `no prices of the provider '${shown(provider)}' are known, so '${shown(model)}' has none: ${WAY_OUT}`;
  return { found: false, code: 'unknown-provider', reason, providers: [] };
}

/** The name is known, but not at that time. */
export function dateless(model: string, entries: readonly Entry[], time: number): Missed {
  const later = entries.map((entry) => entry.period).filter((period) => period.from > time);
  const earlier = entries.map((entry) => entry.period).filter((period) => period.to <= time);
  const next = later.toSorted((a, b) => a.from - b.from)[0];
  const last = earlier.toSorted((a, b) => b.to - a.to)[0];
  const parts: string[] = [];
  if (last !== undefined)
    parts.push(`the last one ended ${last.row.effective_to}${unsure(last.row, 'effective_to')}`);
  if (next !== undefined) {
    parts.push(`the next one starts ${next.row.effective_from}${unsure(next.row, 'effective_from')}`);
  }
  return {
    found: false,
    code: 'no-price-at-date',
    reason: `'${shown(model)}' has no price at the time of the call: ${parts.join(', ')}`,
    providers: [...new Set(entries.map((entry) => entry.period.row.provider))],
  };
}

function unsure(row: Entry['period']['row'], field: string): string {
  return row.unverified_fields?.includes(field) === true ? ' (not certain)' : '';
}

/** Names come from logs and can be of any length. */
function shown(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}...` : name;
}
