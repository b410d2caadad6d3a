import type { PlannedCall } from '../../contracts/strategy.ts';
import type { Metric, View } from '../../model/replayed.ts';
import type { TokenCounts } from '../../model/usage.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';
import type { AnswerLengths } from './answer-lengths.ts';

const MOST_ROWS = 100;

/** What shorter answers come to, besides money. */
export class CapCounts {
  /** Answers that could have been shortened. */
  answers = 0;
  shortened = 0;
  removedTokens = 0;
  /** Shortened so far that only reasoning is left. */
  unanswered = 0;
  /** Cut answers in JSON, or that call tools: cut, they cannot be read. */
  unreadable = 0;
  /** Answers that are JSON alone as it is. */
  alreadyJson = 0;
  #cutUsd = 0;
  #againUsd = 0;
  readonly #byUse = new NumberColumn();

  add({ usage, original }: PlannedCall, after: TokenCounts): void {
    if (after.output === usage.output) return;
    this.shortened++;
    this.removedTokens += usage.output - after.output;
    if (original.answerLength > 0 && original.answerJsonLength === original.answerLength) this.alreadyJson++;
  }

  /** `afterUsd` is what the cut call costs; to ask again costs what it cost uncut. */
  addCut(planned: PlannedCall, after: TokenCounts, use: number, afterUsd: number): void {
    this.add(planned, after);
    this.#byUse.add(use, 1);
    const { original, usage, costUsd } = planned;
    if (usage.reasoning >= after.output && usage.output > usage.reasoning) this.unanswered++;
    if (original.asksJson || original.answerJsonLength > 0 || original.toolsCalled !== '') this.unreadable++;
    this.#cutUsd += costUsd - afterUsd;
    this.#againUsd += costUsd;
  }

  /** Share of the cut calls that may be asked again before nothing is saved. */
  get breakEven(): number | null {
    return this.#againUsd > 0 ? this.#cutUsd / this.#againUsd : null;
  }

  metrics(isLimit: boolean): Metric[] {
    const count = (key: string, label: string, value: number): Metric => ({
      key,
      label,
      kind: 'count',
      value,
    });
    const said: Metric[] = [
      count('answers', 'Answers looked at', this.answers),
      count('shortened', isLimit ? 'Answers cut' : 'Answers shortened', this.shortened),
      { key: 'removedTokens', label: 'Output tokens gone', kind: 'tokens', value: this.removedTokens },
    ];
    if (!isLimit) return [...said, count('alreadyJson', 'Of them JSON alone already', this.alreadyJson)];
    const share = this.answers === 0 ? null : this.shortened / this.answers;
    return [
      ...said,
      { key: 'cutShare', label: 'Share of answers cut', kind: 'percent', value: share },
      count('unanswered', 'Cut before the answer began (reasoning alone)', this.unanswered),
      count('unreadable', 'Cut JSON or tool calls', this.unreadable),
      {
        key: 'breakEvenRedo',
        label: 'Share asked again at which nothing is saved',
        kind: 'percent',
        value: this.breakEven,
      },
    ];
  }

  /** The limits to set, those that cut most first. */
  view(lengths: AnswerLengths, limitOf: (use: number) => number): View {
    const rows: { use: number; cut: number }[] = [];
    for (let use = 0; use < this.#byUse.length; use++) {
      const cut = this.#byUse.get(use);
      if (cut > 0) rows.push({ use, cut });
    }
    return {
      id: 'limits',
      title: 'Limits',
      columns: [
        { key: 'template', label: 'Template or feature', kind: 'text' },
        { key: 'answers', label: 'Answers', kind: 'count' },
        { key: 'limit', label: 'Limit', kind: 'tokens' },
        { key: 'cut', label: 'Cut', kind: 'count' },
      ],
      rows: rows
        .sort((a, b) => b.cut - a.cut || a.use - b.use)
        .slice(0, MOST_ROWS)
        .map(({ use, cut }) => ({
          template: lengths.label(use),
          answers: lengths.answers(use),
          limit: limitOf(use),
          cut,
        })),
    };
  }
}
