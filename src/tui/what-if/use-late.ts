import { useEffect, useState } from 'react';

/** Milliseconds that an answer may take before what it replaces is dimmed: a faster one would only make it flicker. */
const PATIENCE = 150;

/** Whether an answer has been waited for so long that it should be seen. */
export function useLate(isPending: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isPending) return;
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isPending]);
  return isLate && isPending;
}
