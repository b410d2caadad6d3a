import { InputError } from '../../contracts/input-error.ts';

/** Nothing in the bytes looked at is a format that is known: more of them may be, and in a folder the file may be no log at all. */
export class NoFormatError extends InputError {}

/** There is nothing in it at all. */
export class EmptyFileError extends NoFormatError {}
