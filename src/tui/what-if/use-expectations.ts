import { useEffect, useRef } from 'react';
import type { WhatIfWish } from '../explorer.ts';
import { useSession } from '../session.ts';

/** Tells the engine what is likely to be wished next, when that has changed; undefined while it is busy with a wish. */
export function useExpectations(wishes: readonly WhatIfWish[] | undefined): void {
  const { explorer } = useSession();
  const told = useRef('');
  useEffect(() => {
    if (wishes === undefined) return;
    const now = JSON.stringify(wishes);
    if (now === told.current) return;
    told.current = now;
    explorer.expect(wishes);
  });
}
