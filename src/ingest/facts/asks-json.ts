/**
 * A demand for JSON: a verb of answering or a word for the answer, and JSON within the same sentence, in either order. Own choice
 * of words; a text that only mentions JSON ("parse this JSON") is none.
 */
const DEMAND =
  /\b(?:respond|reply|return|answer|output|produce|emit|format(?:ted)?|write|give)\b[^.!?\n]{0,80}\bJSON\b|\bJSON\b[^.!?\n]{0,40}\b(?:only|format|output|response|reply)\b|\bonly\b[^.!?\n]{0,20}\bJSON\b/i;

/** Words that leave no room for anything beside the JSON. Own choice of words. */
const ALONE =
  /\b(?:only|just|nothing but|solely|exclusively|strictly)\b[^.!?\n]{0,40}\bJSON\b|\bJSON\b[^.!?\n]{0,40}\b(?:only|alone|nothing else)\b|\b(?:no|without|do not|don't|never)\s+(?:(?:any|add|include|write|output|use|other|extra|additional|further|surrounding)\s+){0,3}(?:prose|text|words|explanations?|comments|commentary|markdown|preamble|introduction)\b/i;

/** Whether a text asks for an answer in JSON. */
export function asksJson(text: string): boolean {
  return (text.includes('JSON') || text.includes('json')) && DEMAND.test(text);
}

/** Whether it asks for JSON and for nothing beside it: "explain, then return JSON" asks for both. */
export function asksOnlyJson(text: string): boolean {
  return asksJson(text) && ALONE.test(text);
}
