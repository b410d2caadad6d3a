import type { Templates } from '../../contracts/templates.ts';
import type { Call } from '../../model/call.ts';
import type { View } from '../../model/replayed.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

const MOST_ROWS = 100;

/** What came together, by template: where waiting for other items is worth it. */
export class MergeCounts {
  joined = 0;
  sharedTokens = 0;
  readonly #templates: Templates;
  readonly #opened = new NumberColumn();
  readonly #joined = new NumberColumn();
  readonly #shared = new NumberColumn();

  constructor(templates: Templates) {
    this.#templates = templates;
  }

  open(call: Call): void {
    this.#opened.add(this.#templates.of(call), 1);
  }

  join(call: Call, shared: number): void {
    const template = this.#templates.of(call);
    this.joined++;
    this.sharedTokens += shared;
    this.#joined.add(template, 1);
    this.#shared.add(template, shared);
  }

  /** The templates with the most tokens that are not sent again, then those that wait in vain. */
  view(): View {
    const rows = Array.from({ length: this.#opened.length }, (_, template) => ({
      template,
      requests: this.#opened.get(template),
      joined: this.#joined.get(template),
      tokens: this.#shared.get(template),
    }));
    return {
      id: 'templates',
      title: 'Requests by template',
      columns: [
        { key: 'template', label: 'Template', kind: 'text' },
        { key: 'requests', label: 'Requests', kind: 'count' },
        { key: 'joined', label: 'Calls that join them', kind: 'count' },
        { key: 'tokens', label: 'Tokens not sent again', kind: 'tokens' },
      ],
      rows: rows
        .filter(({ requests }) => requests > 0)
        .sort((a, b) => b.tokens - a.tokens || b.requests - a.requests || a.template - b.template)
        .slice(0, MOST_ROWS)
        .map((row) => ({ ...row, template: this.#templates.label(row.template) })),
    };
  }
}
