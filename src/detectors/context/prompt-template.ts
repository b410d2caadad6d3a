import type { Prompts } from '../../contracts/prompts.ts';
import type { Templates } from '../../contracts/templates.ts';
import type { Call } from '../../model/call.ts';
import { combine52, hash52 } from '../../model/hash.ts';

/** What the calls of one use of a model share: a feature's name, else the prompt's first segments. */
export interface Template {
  readonly key: number;
  readonly feature: string;
  /** Ends the shared segments; -1 for a feature. */
  readonly node: number;
  /** A mined template's id and label. */
  readonly mined?: { readonly id: string; readonly label: string };
}

/**
 * The feature the log names, else what `templates` mined, else the system prompts and tool schemas a prompt begins with;
 * undefined when it has none of them.
 */
export function templateOf(call: Call, prompts: Prompts, templates?: Templates): Template | undefined {
  if (call.feature !== '')
    return { key: combine52(1, hash52(call.feature)), feature: call.feature, node: -1 };
  const number = templates?.of(call) ?? -1;
  const id = number < 0 ? '' : templates!.id(number);
  const node = call.prompt < 0 ? -1 : prompts.template(call.prompt);
  if (id !== '') {
    const mined = {
      id,
      get label() {
        return templates!.label(number);
      },
    };
    return { key: combine52(4, hash52(id)), feature: '', node, mined };
  }
  return node < 0 ? undefined : ofNode(node);
}

/** The first segment stands for prompts that begin with neither system prompt nor tools. */
export function templateOrFirst(call: Call, prompts: Prompts, templates?: Templates): Template {
  const template = templateOf(call, prompts, templates);
  if (template !== undefined) return template;
  let first = call.prompt;
  for (let n = first; n >= 0; n = prompts.parent(n)) first = n;
  return ofNode(first);
}

function ofNode(node: number): Template {
  return { key: combine52(2, node), feature: '', node };
}

/** Stable across runs and machines. */
export function templateId({ feature, node, mined }: Template, prompts: Prompts): string {
  if (mined !== undefined) return mined.id;
  return node < 0 ? `feature/${feature}` : prompts.key(node);
}

/** The feature, or the beginning of its first system prompt, else of its last segment. */
export function templateLabel({ feature, node, mined }: Template, prompts: Prompts): string {
  if (mined !== undefined && mined.label !== '') return mined.label;
  if (node < 0) return feature;
  const segments = prompts.path(node).map((segment) => prompts.facts(segment));
  return (segments.find(({ kind }) => kind === 'system') ?? segments.at(-1)!).preview;
}
