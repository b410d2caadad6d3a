import { compatibleProvider, litellmProvider } from './litellm-providers.ts';

/** A model as the price book has it. */
export interface BookModel {
  readonly id: string;
  readonly provider: string;
}

/** What the price book says of a model's name. */
export interface BookModels {
  find(name: string): BookModel | undefined;
  /** The same model at another provider. */
  elsewhere(name: string, provider: string): BookModel | undefined;
}

export type Setting = string | number | boolean | readonly Setting[] | { readonly [key: string]: Setting };

/** One entry of `model_list` (docs.litellm.ai/docs/proxy/configs). */
export interface Deployment {
  readonly model_name: string;
  readonly litellm_params: Record<string, Setting>;
  readonly model_info?: Record<string, Setting>;
}

/** A LiteLLM proxy configuration in the making: deployments and settings, and what it cannot say, as remarks. */
export class LitellmDraft {
  readonly deployments: Deployment[] = [];
  readonly routerSettings: Record<string, Setting> = {};
  readonly litellmSettings: Record<string, Setting> = {};
  readonly remarks: string[] = [];
  /** Models of the log, by money spent, the largest first; empty without a log. */
  readonly logged: readonly string[];
  readonly models: BookModels;

  constructor(logged: readonly string[], models: BookModels) {
    this.logged = logged;
    this.models = models;
  }

  /** Deployments that answer requests: neither the one that only routes nor what embeds for the cache. */
  answering(): readonly Deployment[] {
    const { cache_params } = this.litellmSettings;
    const embeds = (cache_params as Readonly<Record<string, Setting>> | undefined)
      ?.redis_semantic_cache_embedding_model;
    return this.deployments.filter(
      ({ model_name, litellm_params: { model } }) =>
        model_name !== embeds && !String(model).startsWith('auto_router/'),
    );
  }

  /** Makes a model callable by its name, once; returns the name. */
  serve(name: string, from: BookModel | undefined = this.models.find(name)): string {
    if (this.deployments.some(({ model_name }) => model_name === name)) return name;
    const litellm_params: Record<string, Setting> = {};
    if (from === undefined) {
      litellm_params.model = name;
      this.remark(`${name}: its provider is not known; put LiteLLM's name of it in front of the model`);
    } else {
      const { prefix, credentials } = litellmProvider(from.provider) ?? compatibleProvider(from.provider);
      Object.assign(litellm_params, { model: `${prefix}/${from.id}`, ...credentials });
      if (litellmProvider(from.provider) === undefined)
        this.remark(
          `${name}: ${from.provider} is reached as an OpenAI-compatible endpoint; set its address in the environment`,
        );
    }
    this.deployments.push({ model_name: name, litellm_params });
    return name;
  }

  /** Takes a model's deployment away and serves it from elsewhere. */
  serveFrom(name: string, from: BookModel): void {
    const at = this.deployments.findIndex(({ model_name }) => model_name === name);
    if (at >= 0) this.deployments.splice(at, 1);
    this.serve(name, from);
  }

  /** Other models to ask when one fails, in order (docs.litellm.ai/docs/proxy/reliability). */
  fallBack(name: string, others: readonly string[]): void {
    const known = (this.routerSettings.fallbacks ?? []) as readonly Readonly<Record<string, Setting>>[];
    if (others.length === 0 || known.some((entry) => Object.hasOwn(entry, name))) return;
    this.routerSettings.fallbacks = [...known, { [name]: others.map((other) => this.serve(other)) }];
  }

  remark(text: string): void {
    if (!this.remarks.includes(text)) this.remarks.push(text);
  }
}
