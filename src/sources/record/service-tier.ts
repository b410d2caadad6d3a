import type { ServiceTier } from '../../model/call.ts';

/** The tier that was billed, by the word that most providers use. */
export function tierOf(word: unknown): ServiceTier | undefined {
  switch (word) {
    case 'default':
    case 'standard':
      return 'standard';
    case 'flex':
    case 'priority':
    case 'batch':
      return word;
    default:
      return undefined;
  }
}
