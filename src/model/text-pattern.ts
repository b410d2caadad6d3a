/** A test for texts that are exactly like `pattern`, in which `*` stands for any text, none included. Takes linear time. */
export function textPattern(pattern: string): (text: string) => boolean {
  const [head, ...more] = pattern.split('*');
  const tail = more.pop();
  if (tail === undefined) return (text) => text === pattern;
  return (text) => {
    const end = text.length - tail.length;
    if (!text.startsWith(head!) || !text.endsWith(tail) || end < head!.length) return false;
    let at = head!.length;
    for (const part of more) {
      const found = text.indexOf(part, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}
