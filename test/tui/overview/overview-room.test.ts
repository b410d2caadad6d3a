import { expect, test } from 'vitest';
import { overviewRoom } from '../../../src/tui/overview/overview-room.ts';

test('every height leaves room for a list, and a higher screen takes nothing away', () => {
  for (let height = 6; height < 120; height++) {
    const { bars, actions } = overviewRoom(height);
    const above = 4 + (bars === 0 ? 0 : bars + 3);
    expect(height - above - (actions === 0 ? 0 : actions + 1)).toBeGreaterThanOrEqual(2);
    const less = overviewRoom(height - 1);
    expect(bars).toBeGreaterThanOrEqual(less.bars);
    expect(actions).toBeGreaterThanOrEqual(less.actions);
  }
});

test('a terminal of 24 rows has a chart and three actions', () => {
  expect(overviewRoom(20)).toEqual({ bars: 3, actions: 4 });
});
