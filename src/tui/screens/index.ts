import type { Screen } from '../screen.ts';
import { Findings } from './findings.tsx';
import { Help } from './help.tsx';
import { Inputs } from './inputs.tsx';
import { Models } from './models.tsx';
import { Overview } from './overview.tsx';
import { WhatIf } from './what-if.tsx';

/** In the order of their numbers. */
export const screens: readonly Screen[] = [
  {
    id: 'overview',
    title: 'Overview',
    describe: 'what was spent, on what, and what could be saved',
    View: Overview,
  },
  { id: 'findings', title: 'Findings', describe: 'waste by money, down to a single call', View: Findings },
  {
    id: 'what-if',
    title: 'What-if',
    describe: 'strategies switched on and off over your own calls',
    View: WhatIf,
  },
  { id: 'models', title: 'Models', describe: 'what the same calls would cost on each model', View: Models },
  {
    id: 'inputs',
    title: 'Inputs',
    describe: 'what was read, what was skipped, what has no price',
    View: Inputs,
  },
  { id: 'help', title: 'Help', describe: 'the keys', View: Help },
];
