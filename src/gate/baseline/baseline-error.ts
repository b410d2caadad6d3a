/** A baseline cannot be used. The message is one line that says what is wrong and where in the file, which it does not name. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError';
}
