import { InputError } from './input-error.ts';

/** Logs were read, and there is not one call in them: nothing is wrong with them that the user could put right, and nothing can be said. */
export class NoCallsError extends InputError {}
