/**
 * Why a text is not JSON, from what JSON.parse threw, without the part of the message that quotes the text: a broken
 * record may hold a key, and reasons are stored and shown.
 */
export function jsonProblem(error: unknown): string {
  const { message } = error as Error;
  const token = /^Unexpected token '.{1,2}'/s.exec(message);
  if (token !== null) return token[0];
  return message.includes('"') ? 'invalid' : message;
}
