import type { Truth } from '../log-line.ts';
import type { Random } from '../random.ts';

/** A line of a log with what is known to be wasteful about it. */
export interface PlantedLine {
  /** What a report names the call by. */
  readonly id: string;
  /** UTC milliseconds. */
  readonly time: number;
  readonly line: string;
  /** By every detector that should claim tokens of this call, also others than the plant's own. */
  readonly truth: readonly Truth[];
}

export interface PlantContext {
  readonly random: Random;
  /** About how many lines to make. */
  readonly size: number;
  /** Tokens in o200k_base. */
  count(text: string): number;
}

/** Made-up traffic in which one kind of waste is planted, beside traffic that looks like it and is none. */
export interface Plant {
  /** Id of the detector that should find it. */
  readonly detector: string;
  lines(context: PlantContext): readonly PlantedLine[];
}
