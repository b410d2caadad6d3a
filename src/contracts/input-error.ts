/**
 * Something the user gave cannot be used: a path, a flag, a configuration value, a log.
 * The message is one line that says what is wrong, where, and what to do. The program ends with exit code 2.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}
