import { setImmediate as soon } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { WhatIfAnswer, WhatIfWish } from '../../src/tui/explorer.ts';
import { WhatIfStore } from '../../src/tui/what-if-store.ts';
import { openedSample } from './fake-explorer.ts';

const opened = openedSample('typical');
const { strategies, combined, monthly } = opened.report;
const wish = (id: string): WhatIfWish => ({ strategies: [id], settings: {} });

/** Answers when it is told to, in any order. */
function store() {
  const waiting: ((answer: WhatIfAnswer | undefined) => void)[] = [];
  const whatIf = () => new Promise<WhatIfAnswer | undefined>((resolve) => waiting.push(resolve));
  return { what: new WhatIfStore({ whatIf }, opened), waiting };
}

test('it begins with what the report says', () => {
  expect(store().what.state()).toMatchObject({ isPending: false, answer: { combined, monthly } });
});

test('only the latest wish is answered, and the old answer stays until then', async () => {
  const { what, waiting } = store();
  what.change(wish('a'));
  what.change(wish('b'));
  const answerTo = (id: string) => ({ wish: wish(id), strategies: [], combined, monthly });
  waiting[0]!(answerTo('a'));
  await soon();
  expect(what.state()).toMatchObject({ isPending: true, wish: wish('b'), answer: { strategies } });
  waiting[1]!(answerTo('b'));
  await soon();
  expect(what.state()).toMatchObject({ isPending: false, answer: { wish: wish('b') } });
});

test('a failure is said and is over with the next wish', async () => {
  const what = new WhatIfStore({ whatIf: () => Promise.reject(new Error('no')) }, opened);
  what.change(wish('a'));
  await soon();
  expect(what.state()).toMatchObject({ isPending: false, error: 'no', answer: { strategies } });
  what.change(wish('b'));
  expect(what.state().error).toBeUndefined();
});
