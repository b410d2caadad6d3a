import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SlotOrder } from '../../../src/strategies/caching/slot-order.ts';

test('agrees with a list', () => {
  const step = fc.record({ isAppend: fc.boolean(), slot: fc.nat(5) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const order = new SlotOrder();
      let list: number[] = [];
      for (const { isAppend, slot } of steps) {
        list = list.filter((one) => one !== slot);
        if (isAppend) {
          list.push(slot);
          order.append(slot);
        } else order.remove(slot);
        expect(order.first).toBe(list[0] ?? -1);
      }
      for (const slot of list) {
        expect(order.first).toBe(slot);
        order.remove(slot);
      }
      expect(order.first).toBe(-1);
    }),
  );
});
