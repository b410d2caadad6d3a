import type { GroupDescription } from '../../contracts/detector.ts';
import type { CacheScope } from '../../patterns/caching/cache-scopes.ts';

/** `unread`: nothing of it was ever read; `tail`: what follows a prefix that was read; `again`: written while it was still there; `hour`: five minutes would have done. */
export const WRITE_KINDS = ['unread', 'tail', 'again', 'hour'] as const;
export type WriteKind = (typeof WRITE_KINDS)[number];

const KIND_NAMES: Readonly<Record<WriteKind, string>> = {
  unread: 'never read',
  tail: 'tail never read',
  again: 'written again',
  hour: 'hour not needed',
};

/** Calls of one template to one model that write to its cache. Tokens, US dollars. */
export class WriteTemplate {
  readonly id: string;
  readonly label: string;
  readonly scope: CacheScope;
  /** Whether readers were matched by prompt text; else by session. */
  readonly hasPrompts: boolean;
  writes = 0;
  /** What the writes behind read prefixes cost above plain input, what of that was never read, and what reads of them saved. */
  tailPremium = 0;
  tailUnread = 0;
  tailSaved = 0;

  constructor(id: string, label: string, scope: CacheScope, hasPrompts: boolean) {
    this.id = id;
    this.label = label;
    this.scope = scope;
    this.hasPrompts = hasPrompts;
  }

  /** The part of the premium on unread tails that not writing tails would have saved, above 0 where they do not pay. */
  get tailShare(): number {
    return (this.tailPremium - this.tailSaved) / this.tailUnread;
  }
}

/** Writes of a template that were wasted in one way. */
export class WriteGroup {
  readonly kind: WriteKind;
  readonly template: WriteTemplate;
  claims = 0;
  tokens = 0;
  longTokens = 0;

  constructor(kind: WriteKind, template: WriteTemplate) {
    this.kind = kind;
    this.template = template;
  }

  describe(): GroupDescription {
    const { kind, template } = this;
    const { id, label, scope } = template;
    return {
      id: [kind, id, scope.provider, scope.model].join('/'),
      label,
      columns: {
        kind: KIND_NAMES[kind],
        model: scope.model,
        lifetime: this.#lifetime(),
        tokens: this.tokens,
        writes: template.writes,
        wasted: this.claims / template.writes,
        matched: template.hasPrompts ? 'prompt' : 'session',
      },
      fix: this.#fix(),
    };
  }

  #lifetime(): string {
    if (this.longTokens > 0) return this.longTokens === this.tokens ? '1h' : '1h and 5m';
    const { statedLifetimeMs } = this.template.scope;
    return Number.isNaN(statedLifetimeMs) ? '5m' : `${Math.round(statedLifetimeMs / 60_000)}m`;
  }

  #fix(): string {
    const { model, mode } = this.template.scope;
    const writes = `${this.claims} of ${this.template.writes} writes to the cache of ${model}`;
    const tokens = Math.round(this.tokens / this.claims);
    const drop =
      mode === 'explicit'
        ? 'remove cache_control (Bedrock: the cachePoint)'
        : 'set explicit breakpoints (prompt_cache_options) so that only the shared part is written';
    switch (this.kind) {
      case 'unread':
        return `${writes} (about ${tokens} tokens each, lifetime ${this.#lifetime()}) were never read before they expired: ${drop} in these calls, or move the breakpoint in front of the part that differs from call to call.`;
      case 'tail':
        return `${writes} only add about ${tokens} tokens behind a cached prefix, and too few of them are read again: ${mode === 'explicit' ? 'remove the last breakpoint and keep the one at the end of the fixed part' : drop}.`;
      case 'again':
        return `${writes} repeat about ${tokens} tokens that were in the cache already: set a breakpoint at the end of what the calls share, not only behind what differs, send the first call alone and the others after its answer began, and keep the parameters that are part of the prefix (tools, tool_choice, thinking) equal.`;
      case 'hour':
        return `${writes} paid for "ttl": "1h" although each use came within 5 minutes of the one before: set "ttl": "5m", which every use renews.`;
    }
  }
}
