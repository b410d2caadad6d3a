import type { FindingSink, GroupDescription } from '../../contracts/detector.ts';
import { TokenQuantiles } from '../context/token-quantiles.ts';
import type { AnswerUnits } from './answer-units.ts';
import { requestParameters } from './request-parameters.ts';
import type { Task } from './task-shapes.ts';
import type { UsualLength } from './usual-lengths.ts';
import type { VerboseClaim } from './verbose-claim.ts';

type VerboseKind = 'long' | 'around JSON' | 'no JSON' | 'reasoning';

/** What the claims of one group have in common. */
interface Cause {
  readonly kind: VerboseKind;
  readonly unit: number;
  readonly review: boolean;
  readonly usual?: UsualLength;
  readonly task?: Task;
}

interface Group {
  readonly cause: Cause;
  readonly lengths: TokenQuantiles;
  tokens: number;
  output: number;
  longest: number;
}

/** The groups of verbose calls: one for each unit and kind. */
export class VerboseGroups {
  readonly #units: AnswerUnits;
  readonly #sink: FindingSink;
  readonly #groups: Group[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(units: AnswerUnits, sink: FindingSink) {
    this.#units = units;
    this.#sink = sink;
  }

  claim(cause: Cause, { index, tokens, output, length }: VerboseClaim): void {
    const number = this.#number(cause);
    const group = this.#groups[number]!;
    group.lengths.add(length);
    group.tokens += tokens;
    group.output += output;
    group.longest = Math.max(group.longest, length);
    this.#sink.add(number, index, { output: tokens });
  }

  describe(number: number): GroupDescription {
    const group = this.#groups[number]!;
    const { kind, unit, usual, task } = group.cause;
    const isUsual = kind === 'long' || kind === 'reasoning';
    return {
      id: `${kind}/${this.#units.id(unit)}`,
      label: this.#units.label(unit),
      columns: {
        kind,
        model: this.#units.model(unit),
        templateCalls: this.#units.calls(unit),
        median: isUsual ? (usual?.median ?? group.lengths.quantile(0.5)) : null,
        p95: usual?.p95 ?? null,
        longest: group.longest,
        extra: group.tokens / group.output,
        task: task ?? null,
      },
      fix: this.#fix(group),
    };
  }

  #fix({ cause: { kind, unit, usual, task }, lengths, longest }: Group): string {
    const { limit, json, effort } = requestParameters(this.#units.provider(unit));
    if (kind === 'long')
      return `Ask in the prompt for at most ${usual!.p95} tokens and set ${limit} near that (plus what the model reasons): half of the answers have up to ${usual!.median} tokens, the longest ${longest}.`;
    if (kind === 'around JSON')
      return `Ask for JSON by ${json} and drop greetings and explanations from the prompt, so that nothing stands around the JSON.`;
    if (kind === 'no JSON')
      return `Look at these answers: JSON was asked for and none came; ask for it by ${json}, and say in the prompt what to return when there is nothing to return.`;
    return `Set ${effort} for this task (${task === 'short answers' ? 'answers' : task} by its shape): half of these calls reason with ${lengths.quantile(0.5)} tokens or more over it.`;
  }

  #number(cause: Cause): number {
    const key = `${cause.kind} ${cause.unit}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const { kind, review } = cause;
    const number = this.#sink.group({ review, basis: kind === 'reasoning' ? 'assumed' : 'estimated' });
    this.#groups[number] = { cause, lengths: new TokenQuantiles(), tokens: 0, output: 0, longest: 0 };
    this.#numbers.set(key, number);
    return number;
  }
}
