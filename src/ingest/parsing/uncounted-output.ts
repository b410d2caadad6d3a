import type { CallRecord } from '../../model/call-record.ts';
import { encodingRatio, resolveFamily } from '../../tokens/families.ts';
import { estimateOutput } from './estimate.ts';
import type { Vocabularies } from './vocabularies.ts';

/**
 * A call whose log counts only the prompt (a stream that was cut), its output counted in the text that had come. The
 * prompt's counts stay the provider's own, which no estimate could split into cached and uncached.
 */
export function withOutput(
  record: CallRecord,
  families: ReadonlyMap<string, string>,
  vocabularies: Vocabularies,
): CallRecord {
  const { usage, isOutputUncounted, usageWarning } = record;
  if (usage === undefined || isOutputUncounted !== true) return record;
  const family = resolveFamily(record.model ?? record.requestedModel ?? '', families);
  const tokens = estimateOutput(record, vocabularies.counter(vocabularies.encodingOf(record)));
  const output = Math.round(tokens * (family === undefined ? 1 : encodingRatio(family)));
  const warning = 'the stream was cut: its output is estimated from the text that came';
  return { ...record, usage: { ...usage, output }, usageWarning: usageWarning ?? warning };
}
