/** Characters that cannot be seen, or that reorder or break the line that they are in: a diff must show what a file says. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu;

/** JSON on one line, every unseen character of its texts as an escape. */
export function lineOfJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSEEN, escaped);
}

/** JSON of an object with a line for each item down to so many levels below its own fields; fields without a number have one line. */
export function reviewableJson(
  fields: Readonly<Record<string, unknown>>,
  levels: Readonly<Record<string, number>>,
): string {
  const lines = Object.entries(fields).map(
    ([name, value]) => `  ${lineOfJson(name)}: ${laid(value, levels[name] ?? 0, '  ')}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}

function laid(value: unknown, levels: number, indent: string): string {
  if (levels === 0 || typeof value !== 'object' || value === null) return lineOfJson(value);
  const inner = `${indent}  `;
  const [open, close, items] = Array.isArray(value)
    ? ['[', ']', value.map((item) => laid(item, levels - 1, inner))]
    : [
        '{',
        '}',
        Object.entries(value).map(([name, item]) => `${lineOfJson(name)}: ${laid(item, levels - 1, inner)}`),
      ];
  if (items.length === 0) return `${open}${close}`;
  return `${open}\n${inner}${items.join(`,\n${inner}`)}\n${indent}${close}`;
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}
