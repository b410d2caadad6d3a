import type { Models } from '../../contracts/models.ts';
import type { PlannedCall } from '../../contracts/strategy.ts';
import type { View } from '../../model/replayed.ts';
import { hasUnknownOutput } from '../../model/unknown-output.ts';
import { promptTokens } from '../../model/usage.ts';
import { TaskMap } from './named-tasks.ts';

interface TaskPlan {
  calls: number;
  input: number;
  output: number;
  nowUsd: number;
  routedUsd: number;
}

/** What calls whose answers were not logged would cost with an answer of a given share of their prompt, task by task. */
export class OutputPlan {
  readonly #models: Models;
  readonly #shares: TaskMap<number>;
  readonly #plans = new Map<number, TaskPlan>();
  calls = 0;

  /** Throws when the option is not of the form task=share. */
  constructor(models: Models, option: string) {
    this.#models = models;
    this.#shares = new TaskMap(option, 'outputShares', (text) => {
      const share = text === '' ? Number.NaN : Number(text);
      return Number.isFinite(share) && share >= 0 ? share : undefined;
    });
  }

  /**
   * The call with the answer that is planned for it, whole tokens as the first article rounds them; undefined when its
   * output is logged, no share is given for it or the answer has no price.
   */
  answered(planned: PlannedCall): PlannedCall | undefined {
    const { original, model, provider, tier } = planned;
    if (!hasUnknownOutput(original)) return undefined;
    const share = this.#shares.value(this.#shares.at(original));
    if (share === undefined) return undefined;
    const usage = { ...planned.usage, output: Math.floor(promptTokens(planned.usage) * share) };
    const costUsd = this.#models.cost({ model, provider, time: original.time, tier, usage });
    return Number.isFinite(costUsd) ? { original, model, provider, tier, usage, costUsd } : undefined;
  }

  /** `routedUsd`: what the answered call costs where it goes. */
  add(answered: PlannedCall, routedUsd: number): void {
    const at = this.#shares.at(answered.original);
    let plan = this.#plans.get(at);
    if (plan === undefined) {
      plan = { calls: 0, input: 0, output: 0, nowUsd: 0, routedUsd: 0 };
      this.#plans.set(at, plan);
    }
    this.calls++;
    plan.calls++;
    plan.input += promptTokens(answered.usage);
    plan.output += answered.usage.output;
    plan.nowUsd += answered.costUsd;
    plan.routedUsd += routedUsd;
  }

  views(): readonly View[] {
    if (this.#plans.size === 0) return [];
    return [
      {
        id: 'plannedOutput',
        title: 'Planned cost of calls whose answers are not logged',
        columns: [
          { key: 'task', label: 'task', kind: 'text' },
          { key: 'calls', label: 'calls', kind: 'count' },
          { key: 'inputTokens', label: 'prompt', kind: 'tokens' },
          { key: 'outputTokens', label: 'planned answer', kind: 'tokens' },
          { key: 'nowUsd', label: 'now', kind: 'usd' },
          { key: 'routedUsd', label: 'routed', kind: 'usd' },
        ],
        rows: [...this.#plans]
          .sort(([a], [b]) => a - b)
          .slice(0, MOST_ROWS)
          .map(([at, { calls, input, output, nowUsd, routedUsd }]) => ({
            task: this.#shares.names[at]!,
            calls,
            inputTokens: input,
            outputTokens: output,
            nowUsd,
            routedUsd,
          })),
      },
    ];
  }
}

const MOST_ROWS = 100;
