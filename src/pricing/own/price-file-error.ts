/**
 * A price file that cannot be used. The message is one line that says which file, where in it, what is wrong and what
 * to do; the program treats it like any other unusable input.
 */
export class PriceFileError extends Error {
  override readonly name = 'PriceFileError';
}
