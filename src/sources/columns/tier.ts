import type { ServiceTier } from '../../model/call.ts';
import { tierOf } from '../record/service-tier.ts';
import { parseName } from './field-values.ts';

/** Tiers that are known and have no rate per token of their own: the standard one stands for them. */
const UNPRICED = new Set(['auto', 'scale', 'reserved']);

interface ReadTier {
  readonly tier?: ServiceTier;
  readonly warning?: string;
}

/** The tier of a cell. A word that is none is left as standard, which the warning says. */
export function readTier(value: unknown): ReadTier {
  const name = parseName(value);
  if (name === undefined) return {};
  const word = name.toLowerCase();
  const tier = word === 'fast' ? word : tierOf(word);
  if (tier !== undefined) return { tier };
  if (UNPRICED.has(word)) return {};
  const said = /^[\w.-]{1,40}$/.test(name) ? ` ${name}` : '';
  return { warning: `the service tier${said} is not known and counts as standard` };
}

/** Whether a `tier` says how a call was served; many of that name are customers' plans. */
export function isServiceTier(value: unknown): boolean {
  const name = parseName(value);
  return name !== undefined && readTier(name).warning === undefined;
}
