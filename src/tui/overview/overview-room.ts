/** How the lines of a screen are shared out; 0: not shown. */
export interface OverviewRoom {
  /** Lines of bars in the chart of days; its title, its axis and a free line come on top. */
  readonly bars: number;
  /** Lines for what to do next, its title among them; a free line comes on top. */
  readonly actions: number;
}

/** Lines of a terminal of 24 rows, of which each part has its least; what is more is shared. */
const USUAL = 20;
const LEAST_BARS = 3;
const MOST_BARS = 10;
const LEAST_ACTIONS = 4;
const MOST_ACTIONS = 9;
/** Below these the chart, then the actions are left out. */
const WITH_CHART = 18;
const WITH_ACTIONS = 13;

export function overviewRoom(height: number): OverviewRoom {
  const part = Math.floor(Math.max(0, height - USUAL) / 5);
  return {
    bars: height < WITH_CHART ? 0 : Math.min(MOST_BARS, LEAST_BARS + part),
    actions: height < WITH_ACTIONS ? 0 : Math.min(MOST_ACTIONS, LEAST_ACTIONS + part),
  };
}
