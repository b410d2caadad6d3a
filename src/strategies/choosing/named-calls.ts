import type { Templates } from '../../contracts/templates.ts';
import type { Call } from '../../model/call.ts';

const KINDS = ['feature', 'user', 'template'] as const;
type Kind = (typeof KINDS)[number];

/** How a list of calls is written, for an option's description. */
export const NAMED_CALLS = 'a list such as feature:nightly,user:etl,template:1a2b3c4d5e6f';

/**
 * Which calls a text such as "feature:nightly,user:etl" names: those of any entry. Throws on what is no such list, for a name
 * that is not understood must not quietly stand for no calls.
 */
export function namedCalls(list: string, templates: Templates): (call: Call) => boolean {
  const names: Record<Kind, Set<string>> = { feature: new Set(), user: new Set(), template: new Set() };
  for (const entry of list.split(',')) {
    const [, kind, name] = /^\s*(feature|user|template)\s*:\s*(.*\S)\s*$/.exec(entry) ?? [];
    if (name === undefined) throw new Error(`"${entry.slice(0, 80)}" names no calls; write ${NAMED_CALLS}`);
    names[kind as Kind].add(name);
  }
  const { feature, user, template } = names;
  return (call) =>
    (call.feature !== '' && feature.has(call.feature)) ||
    (call.user !== '' && user.has(call.user)) ||
    (template.size > 0 && template.has(templateId(templates, call)));
}

function templateId(templates: Templates, call: Call): string {
  const template = templates.of(call);
  return template < 0 ? '' : templates.id(template);
}
