import type { Templates } from '../../../src/contracts/templates.ts';
import { promptTemplates } from '../../../src/engine/templates/prompt-templates.ts';
import type { Call } from '../../../src/model/call.ts';
import type { Segment } from '../../../src/model/segment.ts';
import { makeCall } from '../../support/calls.ts';
import { promptTrie } from '../../support/prompts.ts';

/** The ids of the templates of some prompts, as one log. */
export function mined(
  log: readonly (readonly Segment[])[],
  parts: Partial<Pick<Call, 'endpoint'>> = {},
): { ids: string[]; labels: string[]; templates: Templates } {
  const { prompts, nodes } = promptTrie(log);
  const templates = promptTemplates(prompts, () => new Set(nodes));
  const numbers = nodes.map((prompt) => templates.of(makeCall({ prompt, ...parts })));
  return {
    ids: numbers.map((number) => templates.id(number)),
    labels: numbers.map((number) => templates.label(number)),
    templates,
  };
}
