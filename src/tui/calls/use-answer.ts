import { useEffect, useRef, useState } from 'react';
import { useSession } from '../session.ts';

/** What was asked of the engine, as far as it has answered. */
export type Answer<T> =
  | { readonly is: 'waiting' }
  | { readonly is: 'known'; readonly value: T }
  | { readonly is: 'failed'; readonly reason: string };

interface Asked<T> {
  readonly question: string;
  readonly settled: Promise<Answer<T>>;
  answer: Answer<T>;
}

/**
 * The answer to a question, asked once. Under a name only the latest is kept: an answer may hold 100,000 calls. What
 * failed is asked again when it is shown again.
 */
export function useAnswer<T>(name: string, question: string, ask: () => Promise<T>): Answer<T> {
  const { remembered } = useSession();
  const [, redraw] = useState(0);
  const asking = useRef(ask);
  asking.current = ask;
  useEffect(() => {
    let isShown = true;
    let asked = remembered.get(name) as Asked<T> | undefined;
    if (asked === undefined || asked.question !== question || asked.answer.is === 'failed') {
      asked = { question, answer: { is: 'waiting' }, settled: settledAnswer(asking.current()) };
      remembered.set(name, asked);
    }
    const own = asked;
    void own.settled.then((answer) => {
      own.answer = answer;
      if (isShown) redraw((count) => count + 1);
    });
    return () => {
      isShown = false;
    };
  }, [remembered, name, question]);
  const kept = remembered.get(name) as Asked<T> | undefined;
  return kept?.question === question ? kept.answer : { is: 'waiting' };
}

/** The error of an engine is one line. */
function settledAnswer<T>(asked: Promise<T>): Promise<Answer<T>> {
  return asked.then(
    (value) => ({ is: 'known', value }),
    (error: unknown) => ({ is: 'failed', reason: error instanceof Error ? error.message : String(error) }),
  );
}
