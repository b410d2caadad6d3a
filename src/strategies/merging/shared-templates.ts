import type { Call } from '../../model/call.ts';
import { HashTable } from '../../model/hash-table.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

/** How requests gather, and what is asked of a template before its calls wait for others. */
export interface GatheringRule {
  /** Milliseconds that the first item waits. */
  readonly window: number;
  readonly maxItems: number;
  /** Share of its calls that must end up in a request with others. */
  readonly minShared: number;
}

/** Tells beforehand, from the times of all calls, in which templates calls that wait for others find some. */
export class SharedTemplates {
  readonly #rule: GatheringRule;
  readonly #requests = new HashTable();
  readonly #opened = new NumberColumn();
  readonly #items = new NumberColumn();
  readonly #calls = new NumberColumn();
  readonly #shared = new NumberColumn();

  constructor(rule: GatheringRule) {
    this.#rule = rule;
  }

  /** Calls must come in time order, each with the kind of request that it can be an item of. */
  see({ time }: Call, template: number, kind: number): void {
    this.#calls.add(template, 1);
    const request = this.#requests.get(kind);
    if (request < 0) {
      this.#requests.set(kind, this.#opened.push(time));
      this.#items.push(1);
      return;
    }
    const items = this.#items.get(request);
    if (items < this.#rule.maxItems && time - this.#opened.get(request) <= this.#rule.window) {
      // The second item is what the first one waited for.
      this.#shared.add(template, items === 1 ? 2 : 1);
      this.#items.set(request, items + 1);
      return;
    }
    this.#opened.set(request, time);
    this.#items.set(request, 1);
  }

  /** After the last call. */
  isGathered(template: number): boolean {
    const calls = this.#calls.get(template);
    return calls > 0 && this.#shared.get(template) >= this.#rule.minShared * calls;
  }

  /** How many templates have calls that could wait, and how many of these are gathered. */
  count(): { readonly templates: number; readonly gathered: number } {
    let templates = 0;
    let gathered = 0;
    for (let template = 0; template < this.#calls.length; template++) {
      if (this.#calls.get(template) === 0) continue;
      templates++;
      if (this.isGathered(template)) gathered++;
    }
    return { templates, gathered };
  }
}
