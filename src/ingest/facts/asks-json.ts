/**
 * A demand for JSON: a verb of answering or a word for the answer, and JSON within the same sentence, in either order. Own choice
 * of words; a text that only mentions JSON ("parse this JSON") is none.
 */
const DEMAND =
  /\b(?:respond|reply|return|answer|output|produce|emit|format(?:ted)?|write|give)\b[^.!?\n]{0,80}\bJSON\b|\bJSON\b[^.!?\n]{0,40}\b(?:only|format|output|response|reply)\b|\bonly\b[^.!?\n]{0,20}\bJSON\b/i;

/** Whether a text asks for an answer in JSON. */
export function asksJson(text: string): boolean {
  return (text.includes('JSON') || text.includes('json')) && DEMAND.test(text);
}
