import type { Prompts } from '../../contracts/prompts.ts';
import type { Templates } from '../../contracts/templates.ts';

/** Templates of a log's prompts: what begins with the same system prompts and tool schemas. */
export function promptTemplates(prompts: Prompts): Templates {
  const numbers = new Map<number, number>();
  const nodes: number[] = [];
  return {
    of({ prompt }) {
      if (prompt < 0) return -1;
      const node = prompts.template(prompt);
      let number = numbers.get(node);
      if (number === undefined) {
        number = nodes.push(node) - 1;
        numbers.set(node, number);
      }
      return number;
    },
    id: (template) => prompts.key(nodes[template]!).slice(0, 12),
    label: (template) =>
      nodes[template]! < 0 ? '' : prompts.facts(prompts.segment(nodes[template]!)).preview,
  };
}
