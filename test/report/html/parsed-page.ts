import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode | DefaultTreeAdapterTypes.Document;
export type PageElement = DefaultTreeAdapterTypes.Element;

/** A page as an HTML parser sees it. Throws for what browsers silently mend. */
export function parsedPage(text: string): PageElement[] {
  const errors: string[] = [];
  const document = parse(text, {
    onParseError: ({ code, startLine }) => {
      // Code points that are no characters are reported and then taken as they are.
      if (code !== 'noncharacter-in-input-stream') errors.push(`${code} in line ${startLine}`);
    },
  });
  if (errors.length > 0) throw new Error(errors.join('; '));
  return elementsOf(document);
}

/** In the order of the document; those in a template as well. */
export function elementsOf(node: Node): PageElement[] {
  return childrenOf(node).flatMap((child) =>
    'tagName' in child ? [child, ...elementsOf(child)] : elementsOf(child),
  );
}

export function attribute(element: PageElement, name: string): string | undefined {
  return element.attrs.find((it) => it.name === name)?.value;
}

export function textOf(node: Node): string {
  return textsOf(node).join('');
}

/** Each text by itself: what is apart on the page has nothing between it in the file. */
export function textsOf(node: Node): string[] {
  if (node.nodeName === '#text') return [(node as DefaultTreeAdapterTypes.TextNode).value];
  return childrenOf(node).flatMap(textsOf);
}

function childrenOf(node: Node): readonly Node[] {
  if ('content' in node) return node.content.childNodes;
  return 'childNodes' in node ? node.childNodes : [];
}
