import type { Settings } from '../settings.ts';
import type { CheckFlags } from './settings/check-settings.ts';

/** What the command line asks of a check. */
export interface CheckAsked {
  readonly paths: readonly string[];
  /** The same as the words of a command, with the flags that choose the calls. */
  readonly logs: readonly string[];
  readonly settings: Settings;
  /** What the command line says, without the configuration file, whose output is that of reports. */
  readonly said: Settings;
  readonly flags: CheckFlags;
}
