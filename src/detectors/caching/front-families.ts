import type { Prompts } from '../../contracts/prompts.ts';
import type { Call } from '../../model/call.ts';
import { combine52, hash52 } from '../../model/hash.ts';
import { RecentlyUsed } from '../../patterns/attempts/recently-used.ts';
import { Family } from './family.ts';
import { type FrontDifference, firstDifference } from './front-difference.ts';
import {
  anchorsOf,
  type Front,
  type FrontUnits,
  frontUnits,
  HEAD_TOKENS,
  messageUnits,
  wordKeysOf,
} from './front-units.ts';

/** Some 20 MB; beyond it the families seen first are forgotten. */
const ANCHORS_KEPT = 1 << 18;
/** Heads that were used last; some 10 MB. */
const HEADS_KEPT = 1 << 16;

/** Heads of one template have at least this much in common. Own choice. */
const TEMPLATE_SHARE = 0.5;

/** How a prompt compares with the others of its template. Tokens in o200k_base. */
export interface FrontMatch {
  readonly family: Family;
  /** All that the template repeats, wherever it stands in system prompts, tool schemas and the first message. */
  readonly stable: number;
  /** What of it stands in system prompts and tool schemas. */
  readonly stableHead: number;
  /** The first place that differs from the prompt before; undefined where nothing is known to differ. */
  readonly difference: FrontDifference | undefined;
}

interface HeadMatch {
  readonly family: Family;
  readonly stable: number;
  readonly difference: FrontDifference | undefined;
}

/** Groups prompts by what begins them, also where dates, ids or the order of things differ. */
export class FrontFamilies {
  readonly #prompts: Prompts;
  readonly #families: Family[] = [];
  readonly #byAnchor = new Map<number, number>();
  readonly #byTemplate = new Map<number, number>();
  readonly #heads = new RecentlyUsed<HeadMatch>(HEADS_KEPT, () => 1);

  constructor(prompts: Prompts) {
    this.#prompts = prompts;
  }

  /** Takes in a call's front. Features keep apart what the log itself keeps apart; `template` is the call's, as mined. */
  match(front: Front, { feature }: Call, template: number): FrontMatch {
    const head = this.#headMatch(front, feature === '' ? 0 : hash52(feature), template);
    const { family, stable: stableHead } = head;
    this.#takeMessage(family, front);
    if (!family.messages.hasStable || front.node === front.head)
      return { family, stable: stableHead, stableHead, difference: head.difference };
    const stable = stableHead + this.#stableMessage(family, front);
    const { messageDifference: behind } = family;
    const inMessage = behind && { ...behind, lead: behind.lead + this.#prompts.tokens(front.head) };
    return { family, stable, stableHead, difference: head.difference ?? inMessage };
  }

  /**
   * A head that is long enough to tell its template is looked at once. A short one ("You are a helpful assistant.") is not:
   * what is mined from the messages tells it.
   */
  #headMatch(front: Front, featureKey: number, template: number): HeadMatch {
    const isTelling = this.#prompts.tokens(front.head) >= HEAD_TOKENS;
    const key = combine52(combine52(isTelling ? -2 : template, front.head), featureKey);
    let match = this.#heads.take(key);
    if (match === undefined) {
      const units = frontUnits(this.#prompts, front.head);
      const family = isTelling
        ? this.#find(front, units, featureKey)
        : this.#mined(front, combine52(template, featureKey));
      match = this.#compareHeads(family, front.head, units, true);
    } else if (match.difference === undefined && match.family.lastHead !== front.head) {
      match = this.#compareHeads(match.family, front.head, frontUnits(this.#prompts, front.head), false);
    }
    this.#heads.put(key, match);
    return match;
  }

  #mined(front: Front, key: number): Family {
    const known = this.#byTemplate.get(key);
    if (known !== undefined) return this.#families[known]!;
    const family = this.#open(front);
    this.#byTemplate.set(key, family.number);
    return family;
  }

  #open(front: Front): Family {
    const family = new Family(this.#families.length, front);
    this.#families.push(family);
    return family;
  }

  #compareHeads(family: Family, head: number, units: FrontUnits, isNew: boolean): HeadMatch {
    const { lastHead, heads } = family;
    const whole = this.#prompts.tokens(head);
    if (lastHead === head) return { family, stable: whole, difference: undefined };
    // Most families have one head only: it is taken apart again when another comes.
    const last = family.lastUnits ?? frontUnits(this.#prompts, lastHead);
    family.lastUnits = units;
    if (heads.texts === 0) heads.count(last.looseKeys);
    if (isNew && heads.wants()) heads.count(units.looseKeys);
    family.lastHead = head;
    const bags = new Map(last.segments.map((segment) => [this.#prompts.facts(segment).bagKey, segment]));
    let stable = 0;
    for (let i = 0; i < units.keys.length; i++) {
      if (heads.isStable(units.looseKeys[i]!) || this.#isReordered(units.segments[i]!, bags))
        stable += units.tokens[i]!;
    }
    const difference = firstDifference(this.#prompts, units, last);
    // Less than half is content that two prompts happen to share, such as a document that was found twice.
    return { family, stable: stable >= TEMPLATE_SHARE * whole ? stable : difference.lead, difference };
  }

  /** Counts what the first messages of a family share. Most families have one prompt only: it is counted when another comes. */
  #takeMessage(family: Family, { head, node }: Front): void {
    if (node === head) return;
    const segment = this.#prompts.segment(node);
    const { messages, lastMessage } = family;
    family.lastMessage = segment;
    if (lastMessage < 0 || lastMessage === segment || !messages.wants()) return;
    const units = messageUnits(this.#prompts, segment);
    const last = messageUnits(this.#prompts, lastMessage);
    if (messages.texts === 0) messages.count(last.looseKeys);
    messages.count(units.looseKeys);
    family.messageDifference = firstDifference(this.#prompts, units, last);
  }

  #stableMessage({ messages }: Family, { node }: Front): number {
    const { looseKeys, tokens } = messageUnits(this.#prompts, this.#prompts.segment(node));
    let stable = 0;
    for (let i = 0; i < looseKeys.length; i++) if (messages.isStable(looseKeys[i]!)) stable += tokens[i]!;
    return stable;
  }

  /** The family that had the same words, else the one that most anchors point to, at least half of them. */
  #find(front: Front, units: FrontUnits, featureKey: number): Family {
    const words = wordKeysOf(this.#prompts, units).map((key) => combine52(key, featureKey));
    for (const key of words) {
      const known = this.#byAnchor.get(key);
      if (known !== undefined) return this.#families[known]!;
    }
    const anchors = anchorsOf(units).map((anchor) => combine52(anchor, featureKey));
    const votes = anchors.map((anchor) => this.#byAnchor.get(anchor) ?? -1);
    const needed = TEMPLATE_SHARE * anchors.length;
    let best = -1;
    let most = 0;
    for (const vote of votes) {
      if (vote < 0) continue;
      let count = 0;
      for (const other of votes) if (other === vote) count++;
      if (count < needed || count < most || (count === most && vote >= best)) continue;
      most = count;
      best = vote;
    }
    if (best >= 0) return this.#families[best]!;
    const family = this.#open(front);
    for (const anchor of [...words, ...anchors])
      if (!this.#byAnchor.has(anchor)) this.#byAnchor.set(anchor, family.number);
    if (this.#byAnchor.size > ANCHORS_KEPT) this.#forgetHalf();
    return family;
  }

  #forgetHalf(): void {
    for (const anchor of this.#byAnchor.keys()) {
      if (this.#byAnchor.size <= ANCHORS_KEPT / 2) break;
      this.#byAnchor.delete(anchor);
    }
  }

  /** Whether the segment before this one of the same template had the same words in another order. */
  #isReordered(segment: number, bags: ReadonlyMap<number, number>): boolean {
    const { bagKey, chunks } = this.#prompts.facts(segment);
    const other = bags.get(bagKey);
    return other !== undefined && other !== segment && chunks.length > 0;
  }
}
