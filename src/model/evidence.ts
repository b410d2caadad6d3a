import type { Finding, FindingGroup, Group, Grouping, Report, Totals } from './report.ts';
import type { SegmentKind } from './segment.ts';
import type { TokenCounts, UsageBasis } from './usage.ts';

/** What `llm-cost show` prints with `--json`: the calls behind one figure of a report. Money is unrounded US dollars, null when unknown. */
export interface Evidence
  extends Pick<Report, 'schemaVersion' | 'tool' | 'generatedAt' | 'priceBook' | 'timezone' | 'filter'> {
  /** The logs that were looked at, as they were named. */
  readonly paths: readonly string[];
  readonly subject: Subject;
  /** Of all calls that the subject is about, also of those that are not listed. */
  readonly totals: Totals;
  /** Calls that the subject needs, then the dearest ones, as many as were asked for. */
  readonly calls: readonly EvidenceCall[];
  /** Calls that the subject is about; the ones it needs are left out. */
  readonly callsTotal: number;
}

export type Subject = GroupSubject | FindingSubject | CallSubject | TotalSubject;

/** One group of a finding. */
export interface GroupSubject {
  readonly kind: 'group';
  readonly finding: FindingFacts;
  readonly group: EvidenceGroup;
}

/** All that one detector found. */
export interface FindingSubject {
  readonly kind: 'finding';
  readonly finding: FindingFacts & Pick<Finding, 'status' | 'reason' | 'calls' | 'wastedUsd' | 'countedUsd'>;
  readonly groups: readonly EvidenceGroup[];
  readonly groupsTotal: number;
}

/** One call: the only one listed. */
export interface CallSubject {
  readonly kind: 'call';
  /** Its template, as the report groups by it. */
  readonly template: string;
  readonly templateLabel: string;
  readonly claims: readonly CallClaim[];
  /** Its prompt from the first segment to the last; empty when the log has no text. */
  readonly segments: readonly EvidenceSegment[];
  readonly segmentsTotal: number;
  /** What of its middle is not listed, by kind and role in the order in which they first stand there. */
  readonly unlisted: readonly UnlistedSegments[];
}

/** One group of the report's totals: a model, a day, a user, a feature, a template, a status, a tag's value. */
export interface TotalSubject {
  readonly kind: 'total';
  readonly by: Grouping;
  readonly key: string;
  readonly label: string;
  /** Findings with avoidable tokens in these calls, the most money first. */
  readonly concerns: readonly Concern[];
  readonly models: readonly Group[];
  readonly users: readonly Group[];
  /** Tokens of a prompt and of an answer that half, and that 95 of 100, of the calls stay within. */
  readonly sizes: {
    readonly prompt: { readonly median: number; readonly p95: number };
    readonly output: { readonly median: number; readonly p95: number };
  };
}

export type FindingFacts = Pick<
  Finding,
  'detector' | 'title' | 'why' | 'fix' | 'basis' | 'options' | 'columns'
>;

export type EvidenceGroup = FindingGroup & {
  /** What of `wastedUsd` is in the report's total: no other finding claims it. */
  readonly countedUsd: number;
};

/** Why a call is listed. `kept`: the subject needs it, so nothing of it is avoidable. */
export type EvidenceRole = 'avoidable' | 'kept' | 'member';

export interface EvidenceCall {
  readonly role: EvidenceRole;
  /** '' when the log has none. */
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly time: string | null;
  readonly model: string;
  readonly requestedModel: string;
  readonly provider: string;
  readonly tier: string;
  readonly endpoint: string;
  readonly status: number;
  readonly failed: boolean;
  readonly error: string;
  readonly finishReason: string;
  readonly latencyMs: number | null;
  readonly timeToFirstTokenMs: number | null;
  readonly stream: boolean;
  readonly cacheHit: boolean;
  readonly maxOutputTokens: number;
  readonly temperature: number | null;
  readonly attempt: number;
  readonly user: string;
  readonly feature: string;
  readonly session: string;
  readonly trace: string;
  readonly tags: string;
  readonly toolsCalled: readonly string[];
  readonly tokens: TokenCounts;
  readonly usageBasis: UsageBasis;
  readonly costUsd: number | null;
  readonly loggedCostUsd: number | null;
  /** What the subject says of this very call; null where it says nothing. */
  readonly wasted: Wasted | null;
  /** How its prompt differs from that of the call before it in the list that the subject needs; null where that is unknown. */
  readonly difference: Difference | null;
}

/** Avoidable tokens of one call. */
export interface Wasted {
  readonly tokens: TokenCounts;
  /** Share of the price of these tokens that was avoidable, above 0 to 1; null where several claims with different shares are added up. */
  readonly saved: number | null;
  readonly usd: number;
  readonly countedUsd: number;
}

/** A finding that claims a call. */
export interface CallClaim {
  readonly detector: string;
  readonly title: string;
  readonly handle: string;
  readonly label: string;
  readonly review: boolean;
  /** Null for a group that needs the call or covers it without avoidable tokens. */
  readonly wasted: Wasted | null;
  readonly role: EvidenceRole;
}

export interface EvidenceSegment {
  /** From 1. */
  readonly number: number;
  readonly kind: SegmentKind;
  readonly role: string;
  /** Of the call's own prompt tokens. */
  readonly tokens: number;
  /** What these tokens cost as the call was billed, from the start of the prompt on; null when unknown. */
  readonly costUsd: number | null;
  readonly names: readonly string[];
  readonly preview: string;
}

/** Segments of one kind and role in the middle of a very long prompt. */
export interface UnlistedSegments extends Pick<EvidenceSegment, 'kind' | 'role' | 'tokens'> {
  readonly segments: number;
  /** Null when that of any of them is unknown. */
  readonly costUsd: number | null;
}

/** A finding's part in some calls. */
export interface Concern {
  readonly detector: string;
  readonly title: string;
  readonly calls: number;
  readonly wastedUsd: number;
  readonly countedUsd: number;
}

/** Where the prompt of a call leaves that of another one, in tokens of the call. `before + differing + after` is its whole prompt. */
export interface Difference {
  /** The other call: its id, else `file:line`. */
  readonly reference: string;
  readonly isSame: boolean;
  /** The first segment that differs, from 1; null when the prompts are equal. */
  readonly segment: { readonly number: number; readonly kind: SegmentKind; readonly role: string } | null;
  /** Tokens that are equal from the beginning, that differ, and that are equal again up to the end. */
  readonly before: number;
  readonly differing: number;
  readonly after: number;
  /** What stands in the differing parts of the first segment that differs, as far as their fingerprints say. */
  readonly traits: readonly ('time' | 'id' | 'number')[];
  /** The first differing segment, old and new, where texts were kept; cut where it is long. */
  readonly parts: readonly DifferencePart[] | null;
}

export interface DifferencePart {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}
