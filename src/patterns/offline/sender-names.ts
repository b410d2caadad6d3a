import type { Call } from '../../model/call.ts';
import { isServiceAccount, type OfflineName, offlineName, tagTexts } from './offline-names.ts';
import type { Sender } from './uses.ts';

export interface SenderName {
  readonly sender: Sender;
  /** Whether the feature or a tag has a name that jobs carry, and features that people wait for as well. */
  readonly isWeak: boolean;
}

const NAMES: Readonly<Record<Sender, readonly [SenderName, SenderName]>> = {
  job: named('job'),
  service: named('service'),
  unnamed: named('unnamed'),
};

/** Names are few in most logs; a log that makes them up does not fill the memory. */
const MOST_REMEMBERED = 50_000;

/** Reads of features, users and tags who sent a call. */
export class SenderNames {
  readonly #features = new Map<string, OfflineName>();
  readonly #tags = new Map<string, OfflineName>();
  readonly #services = new Map<string, boolean>();

  /** Undefined for a person's own request. */
  of({ feature, tags, user }: Call): SenderName | undefined {
    const byFeature = feature === '' ? 'none' : remember(this.#features, feature, offlineName);
    if (byFeature === 'strong') return NAMES.job[0];
    const byTags = tags === '' ? 'none' : remember(this.#tags, tags, (text) => offlineName(tagTexts(text)));
    if (byTags === 'strong') return NAMES.job[0];
    const isWeak = byFeature === 'weak' || byTags === 'weak' ? 1 : 0;
    if (user === '') return NAMES.unnamed[isWeak];
    if (!remember(this.#services, user, isServiceAccount)) return undefined;
    return offlineName(user) === 'strong' ? NAMES.job[0] : NAMES.service[isWeak];
  }
}

function named(sender: Sender): [SenderName, SenderName] {
  return [
    { sender, isWeak: false },
    { sender, isWeak: true },
  ];
}

function remember<T>(known: Map<string, T>, name: string, read: (name: string) => T): T {
  let value = known.get(name);
  if (value === undefined) {
    value = read(name);
    if (known.size < MOST_REMEMBERED) known.set(name, value);
  }
  return value;
}
