import type { DetectorContext } from '../../contracts/detector.ts';
import type { Call } from '../../model/call.ts';
import type { CacheScope } from '../../patterns/caching/cache-scopes.ts';
import { HistoryGroup, type HistoryKind, type HistoryRules } from './history-group.ts';

/** Groups by what stands in the way of caching, by feature, else template, and by model. There are as many as there are of these together. */
export class HistoryGroups {
  readonly #context: DetectorContext;
  readonly #rules: HistoryRules;
  readonly #numbers = new Map<string, number>();
  readonly #groups: HistoryGroup[] = [];
  /** What was asked for last: calls of one kind come together. `model` is its name where it has no cache. */
  #last: {
    readonly kind: HistoryKind | '';
    readonly feature: string;
    readonly template: number;
    readonly model: string | number;
    readonly number: number;
  } = { kind: '', feature: '', template: -1, model: '', number: -1 };

  constructor(context: DetectorContext, rules: HistoryRules) {
    this.#context = context;
    this.#rules = rules;
  }

  /** `scope` is undefined for a model without a price for cached tokens. */
  of(call: Call, scope: CacheScope | undefined, kind: HistoryKind): number {
    const { feature } = call;
    const template = feature === '' ? this.#context.templates.of(call) : -1;
    const model = scope === undefined ? call.model : scope.number;
    const last = this.#last;
    if (last.kind === kind && last.feature === feature && last.template === template && last.model === model)
      return last.number;
    const key = `${kind}/${template}/${typeof model} ${model}/${feature}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#groups.push(this.#open(kind, feature, template, call.model, scope)) - 1;
      this.#numbers.set(key, number);
    }
    this.#last = { kind, feature, template, model, number };
    return number;
  }

  at(number: number): HistoryGroup {
    return this.#groups[number]!;
  }

  #open(kind: HistoryKind, feature: string, template: number, called: string, scope: CacheScope | undefined) {
    const { templates } = this.#context;
    const model = scope === undefined ? called : `${scope.provider}/${scope.model}`;
    const place = {
      id: feature === '' ? `${templates.id(template)}/${model}` : `feature/${feature}/${model}`,
      label: () => (feature === '' ? templates.label(template) : feature),
      model: scope?.model ?? called,
      provider: scope?.provider ?? '',
      isExplicit: scope?.mode === 'explicit',
    };
    return new HistoryGroup(kind, place, this.#rules);
  }
}
