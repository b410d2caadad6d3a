import type { Prompts } from '../../contracts/prompts.ts';
import { combine52 } from '../../model/hash.ts';
import type { Beginnings } from './beginnings.ts';

/** System prompts of one call that are looked at. */
const SYSTEM_SEGMENTS = 8;

/** A system prompt, whatever the tools beside it. */
export interface SystemText {
  readonly segments: readonly number[];
  readonly outline: Uint32Array;
  /** Nodes that end it and the tools with it. */
  readonly leads: number[];
  /** Conversations, and the distinct prompts in them. */
  weight: number;
  calls: number;
}

/** Distinct system prompts of the prompts that begin a conversation. */
export function systemTexts(prompts: Prompts, beginnings: Beginnings): SystemText[] {
  const texts = new Map<number, SystemText>();
  const ofLead = new Map<number, SystemText>();
  for (const node of beginnings.nodes) {
    const lead = prompts.template(node);
    if (lead < 0) continue;
    let text = ofLead.get(lead);
    if (text === undefined) {
      const segments = systemSegments(prompts, lead);
      const key = segments.reduce((all, segment) => combine52(all, segment), segments.length);
      text = texts.get(key) ?? {
        segments,
        outline: outlineOf(prompts, segments),
        leads: [],
        weight: 0,
        calls: 0,
      };
      texts.set(key, text);
      ofLead.set(lead, text);
      text.leads.push(lead);
    }
    text.weight += beginnings.weights[node]!;
    text.calls += beginnings.prompts[node]!;
  }
  return [...texts.values()];
}

/** Of a node that ends system prompts and tools, the system prompts. */
export function systemSegments(prompts: Prompts, lead: number): number[] {
  return prompts
    .path(lead)
    .filter((segment) => prompts.facts(segment).kind === 'system')
    .slice(0, SYSTEM_SEGMENTS);
}

/** Identity of the whole text, the same on every machine. */
export function textKey(prompts: Prompts, segments: readonly number[]): number {
  return segments.reduce(
    (key, segment) => combine52(key, prompts.facts(segment).normalizedKey),
    segments.length,
  );
}

function outlineOf(prompts: Prompts, segments: readonly number[]): Uint32Array {
  if (segments.length === 1) return prompts.facts(segments[0]!).outline;
  const all = new Set<number>();
  for (const segment of segments) for (const passage of prompts.facts(segment).outline) all.add(passage);
  return Uint32Array.from(all);
}
