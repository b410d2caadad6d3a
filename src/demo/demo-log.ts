import { hash52 } from '../model/hash.ts';
import { withModelFacts } from './announced-models.ts';
import type { Truth } from './log-line.ts';
import { plants } from './plants/index.ts';
import type { Plant, PlantedLine } from './plants/plant.ts';
import { Random } from './random.ts';
import { weekLines } from './week.ts';

export interface DemoLog {
  /** JSONL lines in time order, without line ends. */
  readonly lines: readonly string[];
  /** What was planted, by call id: a detector that sees everything claims exactly these. */
  readonly truth: ReadonlyMap<string, readonly Truth[]>;
}

/** Share of the lines that each plant makes, so that the ordinary week stays about half of the log. */
const PLANT_SHARE = 0.035;

/** A kind of waste that shows only in many calls cannot be planted in fewer lines than this. */
const LEAST_LINES = 60;

/**
 * A made-up log of one week with known waste: the week of an ordinary product and, where it is long enough for that, every
 * plant. The same arguments give the same log. `count` counts o200k_base tokens, from which the logged usage is made.
 */
export function demoLog(requests: number, seed: number, count: (text: string) => number): DemoLog {
  const size = Math.floor(requests * PLANT_SHARE);
  const planted = size < LEAST_LINES ? [] : plants;
  const lines = withModelFacts([
    ...weekLines(requests - planted.length * size, seed, count),
    ...planted.flatMap((plant) => plantedLines(plant, size, seed, count)),
  ]);
  lines.sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
  return {
    lines: lines.map(({ line }) => line),
    truth: new Map(lines.filter(({ truth }) => truth.length > 0).map(({ id, truth }) => [id, truth])),
  };
}

/** Each plant has numbers of its own: what one makes does not change with the others. */
function plantedLines(
  plant: Plant,
  size: number,
  seed: number,
  count: (text: string) => number,
): readonly PlantedLine[] {
  return plant.lines({ random: new Random(hash52(`${seed}/${plant.detector}`)), size, count });
}

/** UTF-16 units of a piece of text: few writes, and far from the longest string (2^29 in Node). */
const PIECE = 1 << 20;

/** Lines as the text of a file: a long log is longer than any string. */
export function* inPieces(lines: readonly string[]): Generator<string> {
  let held: string[] = [];
  let size = 0;
  for (const line of lines) {
    held.push(line, '\n');
    size += line.length + 1;
    if (size < PIECE) continue;
    yield held.join('');
    held = [];
    size = 0;
  }
  if (size > 0) yield held.join('');
}
