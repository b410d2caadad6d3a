import { Document } from 'yaml';
import type { AnyOptionValues } from '../../contracts/option.ts';
import { type BookModels, LitellmDraft } from './litellm-draft.ts';
import type { LitellmPart } from './litellm-part.ts';
import { outputCapPart } from './parts/answers.ts';
import { cachePart, promptCachePart } from './parts/caching.ts';
import { budgetPart, rateLimitPart, retryPart } from './parts/reliability.ts';
import { cascadePart, modelMapPart, providerPart, routerPart } from './parts/routing.ts';

/** A scenario as it is exported. */
export interface LitellmScenario {
  readonly name: string;
  readonly describe: string;
  /** In their order, every option set. */
  readonly steps: readonly { readonly strategy: string; readonly options: AnyOptionValues }[];
}

/** In this order: models first, then what is set on all of them. */
const PARTS: readonly (readonly [strategy: string, part: LitellmPart])[] = [
  ['provider', providerPart],
  ['model-map', modelMapPart],
  ['router', routerPart],
  ['cascade', cascadePart],
  ['cache', cachePart],
  ['retry-policy', retryPart],
  ['rate-limit', rateLimitPart],
  ['token-budget', budgetPart],
  ['output-cap', outputCapPart],
  ['prompt-cache', promptCachePart],
];

/** What no proxy can do for the application. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  compression: 'prompts are made shorter where they are made',
  truncation: 'what is left out of a conversation is decided where its prompt is made',
  'batch-prompts': 'requests are merged where they are made',
  'batch-api': 'calls that can wait are sent as a file to /v1/batches, which the proxy passes on',
};

/**
 * A LiteLLM proxy configuration (YAML) with the routing, caching, fallback and budget settings of a scenario, as
 * docs.litellm.ai/docs/proxy/config_settings has them. What the proxy cannot do stands in comments at its beginning. `logged` are
 * the models of the log, the largest bill first.
 */
export function litellmConfig(
  { name, describe, steps }: LitellmScenario,
  logged: readonly string[],
  models: BookModels,
): string {
  const draft = new LitellmDraft(logged, models);
  for (const model of logged) draft.serve(model);
  for (const [strategy, part] of PARTS) {
    const step = steps.find((known) => known.strategy === strategy);
    if (step !== undefined) part(step.options, draft);
  }
  for (const { strategy } of steps) {
    if (Object.hasOwn(ELSEWHERE, strategy)) draft.remark(`${strategy}: ${ELSEWHERE[strategy]}`);
  }
  const config = {
    model_list: draft.deployments,
    ...(Object.keys(draft.routerSettings).length > 0 && { router_settings: draft.routerSettings }),
    ...(Object.keys(draft.litellmSettings).length > 0 && { litellm_settings: draft.litellmSettings }),
    general_settings: { master_key: 'os.environ/LITELLM_MASTER_KEY' },
  };
  const document = new Document(config, { aliasDuplicateObjects: false });
  document.commentBefore = comment(name, describe, draft.remarks);
  return document.toString({ lineWidth: 0 });
}

function comment(name: string, describe: string, remarks: readonly string[]): string {
  const lines = [
    `LiteLLM proxy configuration of the scenario "${name}"${describe === '' ? '' : `: ${describe}`}`,
    'litellm --config <this file>. Keys of providers are read from the environment.',
    ...(remarks.length === 0 ? [] : ['', 'What the scenario has and this file has not, or otherwise:']),
    ...remarks.map((remark) => `- ${remark}`),
  ];
  // Names come from logs and files; a line break would end the comment.
  return lines.map((line) => ` ${line.replace(/\p{Cc}+/gu, ' ')}`.trimEnd()).join('\n');
}
