import type { Prompts } from '../../contracts/prompts.ts';
import type { CallSubject, EvidenceSegment, UnlistedSegments } from '../../model/evidence.ts';

/** Segments listed of each end of one prompt; the longest agent sessions have some thousands. */
const SEGMENTS_LISTED = 500;

/**
 * The segments of one prompt, those in the middle of a very long one only as sums: what is said of the whole prompt must
 * add up. `shares` are their tokens, `costs` their US dollars, NaN unknown.
 */
export function listedPrompt(
  path: readonly number[],
  shares: readonly number[],
  costs: readonly number[],
  prompts: Pick<Prompts, 'facts'>,
): Pick<CallSubject, 'segments' | 'unlisted'> {
  const segments: EvidenceSegment[] = [];
  const unlisted = new Map<string, UnlistedSegments>();
  path.forEach((segment, i) => {
    const { kind, role, names, preview } = prompts.facts(segment);
    const tokens = shares[i]!;
    const costUsd = Number.isNaN(costs[i]!) ? null : costs[i]!;
    if (i < SEGMENTS_LISTED || i >= path.length - SEGMENTS_LISTED) {
      segments.push({ number: i + 1, kind, role, tokens, costUsd, names, preview });
      return;
    }
    const key = `${kind} ${role}`;
    const before = unlisted.get(key) ?? { kind, role, segments: 0, tokens: 0, costUsd: 0 };
    unlisted.set(key, {
      ...{ kind, role, segments: before.segments + 1, tokens: before.tokens + tokens },
      costUsd: before.costUsd === null || costUsd === null ? null : before.costUsd + costUsd,
    });
  });
  return { segments, unlisted: [...unlisted.values()] };
}
