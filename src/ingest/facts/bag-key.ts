/** Hash of a text's words (letters, digits, underscores) that does not depend on their order; 0 for a text without words. */
export function bagKey(text: string): number {
  let low = 0;
  let high = 0;
  let hash = 0;
  let isInWord = false;
  for (let i = 0; i <= text.length; i++) {
    const unit = i < text.length ? text.charCodeAt(i) : 0;
    if (isWordUnit(unit)) {
      hash = Math.imul((isInWord ? hash : 0x9e3779b1) ^ unit, 0x85ebca77);
      isInWord = true;
    } else if (isInWord) {
      const mixed = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
      low = (low + (mixed ^ (mixed >>> 13))) | 0;
      high = (high + Math.imul(mixed ^ (mixed >>> 16), 0xcaf649a9)) | 0;
      isInWord = false;
    }
  }
  return (high & 0xfffff) * 0x100000000 + (low >>> 0);
}

/** ASCII letters, digits and the underscore; of other scripts everything above Latin-1's punctuation. */
function isWordUnit(unit: number): boolean {
  if (unit < 128) {
    return (
      (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122) || unit === 95
    );
  }
  return unit >= 0xc0;
}
