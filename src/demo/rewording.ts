import type { Random } from './random.ts';

/** Ways of asking the very same thing again that change no word of it. */
export function retyped(question: string, random: Random): string {
  switch (random.between(0, 2)) {
    case 0:
      return `\n${question}  \n`;
    case 1:
      return question.toLowerCase();
    default:
      return question.replaceAll('. ', '.  ');
  }
}

const OPENINGS = [
  'Please: ',
  'Hello. ',
  'Hi there! ',
  'Thanks in advance. ',
  'Could you please help? ',
] as const;

/** Politeness before the same request; `number` tells apart the variants of one prompt. */
export function opening(number: number): string {
  return OPENINGS[number % OPENINGS.length]!;
}

export const POLITE_VARIANTS = OPENINGS.length;
