import type { Prompts } from '../../contracts/prompts.ts';
import type { Call } from '../../model/call.ts';
import { combine52, hash52 } from '../../model/hash.ts';

/** What the calls of one use of a model share: a feature's name, else the prompt's first segments. */
export interface Template {
  readonly key: number;
  readonly feature: string;
  /** Ends the shared segments; -1 for a feature. */
  readonly node: number;
}

/** The feature the log names, else the system prompts and tool schemas a prompt begins with; undefined when it has neither. */
export function templateOf(call: Call, prompts: Prompts): Template | undefined {
  if (call.feature !== '')
    return { key: combine52(1, hash52(call.feature)), feature: call.feature, node: -1 };
  const node = call.prompt < 0 ? -1 : prompts.template(call.prompt);
  return node < 0 ? undefined : ofNode(node);
}

/** The first segment stands for prompts that begin with neither system prompt nor tools. */
export function templateOrFirst(call: Call, prompts: Prompts): Template {
  const template = templateOf(call, prompts);
  if (template !== undefined) return template;
  let first = call.prompt;
  for (let n = first; n >= 0; n = prompts.parent(n)) first = n;
  return ofNode(first);
}

function ofNode(node: number): Template {
  return { key: combine52(2, node), feature: '', node };
}

/** Stable across runs and machines. */
export function templateId({ feature, node }: Template, prompts: Prompts): string {
  return node < 0 ? `feature/${feature}` : prompts.key(node);
}

/** The feature, or the beginning of its first system prompt, else of its last segment. */
export function templateLabel({ feature, node }: Template, prompts: Prompts): string {
  if (node < 0) return feature;
  const segments = prompts.path(node).map((segment) => prompts.facts(segment));
  return (segments.find(({ kind }) => kind === 'system') ?? segments.at(-1)!).preview;
}
