import type { Explorer, Opened, WhatIfAnswer, WhatIfWish } from '../../src/tui/explorer.ts';
import { sampleReport } from '../report/sample-reports.ts';

/** What is read without reading: a made-up report. */
export function openedSample(name: string, changes: Partial<Opened> = {}): Opened {
  const report = sampleReport(name);
  return {
    report,
    strategies: [],
    wish: { strategies: report.strategies.map(({ strategy }) => strategy), settings: {} },
    ...changes,
  };
}

/** An engine that knows one report; whatever else a test needs is given. */
export function fakeExplorer(opened: Opened, answers: Partial<Explorer> = {}): Explorer {
  const { strategies, combined, monthly } = opened.report;
  return {
    open: async () => opened,
    whatIf: async (wish: WhatIfWish): Promise<WhatIfAnswer> => ({ wish, strategies, combined, monthly }),
    expect: () => {},
    models: async () => {},
    calls: () => Promise.reject(new Error('there are no calls')),
    call: () => Promise.reject(new Error('there is no call')),
    save: async (name) => name,
    ...answers,
  };
}
