import announced from '../data/retirements.json' with { type: 'json' };
import { readDate } from './period.ts';

/** One announcement of a provider about models that it serves, as in `data/retirements.json`. */
export interface Announcement {
  /** Who serves the models: a cloud retires a model on another day than its maker. */
  readonly provider: string;
  /** Ids of the table or, where a snapshot goes on a day of its own, its exact name. */
  readonly models: readonly string[];
  /** UTC date or time from which requests fail or another model answers; null where no day has been named. */
  readonly retires: string | null;
  /** '' when the provider recommends nothing that it still serves. */
  readonly replacement: string;
  /** Address of the provider's own page. */
  readonly source: string;
  /** The day whose state of that page this is. */
  readonly read: string;
}

export const ANNOUNCEMENTS: readonly Announcement[] = announced;

const byProvider = new Map<string, Map<string, Announcement>>();
for (const announcement of ANNOUNCEMENTS) {
  const models = byProvider.get(announcement.provider) ?? new Map<string, Announcement>();
  byProvider.set(announcement.provider, models);
  for (const model of announcement.models) models.set(model, announcement);
}

export function announcementOf(provider: string, model: string): Announcement | undefined {
  return byProvider.get(provider)?.get(model);
}

/** UTC ms, NaN where no day has been named. */
export function retiresAt({ retires }: Announcement): number {
  return retires === null ? Number.NaN : readDate(retires);
}
