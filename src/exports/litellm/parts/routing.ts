import { isLocal, KEEP, readNames } from '../../../strategies/routing/candidates.ts';
import { matching, readModelMap } from '../../../strategies/routing/model-patterns.ts';
import type { LitellmDraft } from '../litellm-draft.ts';
import type { LitellmPart } from '../litellm-part.ts';
import { openrouterId } from '../litellm-providers.ts';

/** LiteLLM's tiers for those of the router (docs.litellm.ai/docs/proxy/auto_routing, complexity router). */
const TIERS = { trivial: 'SIMPLE', standard: 'MEDIUM', complex: 'COMPLEX', expert: 'REASONING' } as const;
const ROUTER = 'smart-router';

/** Tiers become a deployment that classifies by rules, without a call; what stands behind a tier's first model is its fallback. */
export const routerPart: LitellmPart = (options, draft) => {
  const kept = draft.logged[0];
  const chosen = Object.entries(TIERS).flatMap(([tier, theirs]) => {
    const names = readNames(String(options[tier]), ',').flatMap((name) => candidate(name, kept, draft));
    return names.length === 0 ? [] : [[theirs, names] as const];
  });
  const [, last] = chosen.at(-1) ?? [];
  if (last === undefined)
    return draft.remark('router: every tier keeps its model, so there is nothing to route');
  const tiers = Object.fromEntries(chosen.map(([tier, [first]]) => [tier, draft.serve(first!)]));
  for (const [, [first, ...others]] of chosen) draft.fallBack(first!, others);
  draft.deployments.push({
    model_name: ROUTER,
    litellm_params: {
      model: 'auto_router/complexity_router',
      complexity_router_config: { tiers },
      complexity_router_default_model: last[0]!,
    },
  });
  draft.remark(
    `router: send requests to the model "${ROUTER}"; its tiers are LiteLLM's own judgement of a prompt, not the keywords and lengths that were replayed`,
  );
  draft.remark(
    'router: a ceiling for the price of one request and moves only to what is cheaper are not settings of LiteLLM',
  );
  if (String(options.tasks) !== '')
    draft.remark(
      `router: models by task (${String(options.tasks)}) are for the application to name in its requests`,
    );
  if (options.by === 'score')
    draft.remark('router: LiteLLM computes a score of its own; see tier_boundaries to move the borders');
};

function candidate(name: string, kept: string | undefined, draft: LitellmDraft): readonly string[] {
  if (isLocal(name)) {
    draft.serve(name, { id: name.replace(/^local:/, ''), provider: 'local' });
    return [name];
  }
  if (name !== KEEP) return [name];
  if (kept !== undefined) return [kept];
  draft.remark(
    'router: a tier keeps the model that a call has; name the logs to have the one with the largest bill put there',
  );
  return [];
}

export const modelMapPart: LitellmPart = (options, draft) => {
  const patterns = readModelMap(String(options.map));
  const named = patterns.map(({ from }) => from).filter((from) => !from.endsWith('*'));
  const aliases: Record<string, string> = {};
  for (const name of new Set([...draft.logged, ...named])) {
    const pattern = patterns[matching(patterns, [name])];
    if (pattern !== undefined) aliases[name] = draft.serve(pattern.to);
  }
  if (Object.keys(aliases).length > 0) draft.routerSettings.model_group_alias = aliases;
  else draft.remark('model-map: its map names no model of the log');
  for (const { from } of patterns) {
    if (from.endsWith('*'))
      draft.remark(`model-map: ${from} stands for the models of the log; an alias names one model`);
  }
};

export const providerPart: LitellmPart = (options, draft) => {
  const to = String(options.to);
  if (to === '')
    return draft.remark('provider: name one with provider.to; the cheapest may be another for each model');
  for (const name of draft.logged) {
    const offer = draft.models.elsewhere(name, to);
    if (offer === undefined) draft.remark(`provider: ${to} does not sell ${name}, which stays where it is`);
    else {
      const maker = draft.models.find(name)?.provider ?? '';
      const id = offer.provider === 'openrouter' ? openrouterId(offer.id, maker) : offer.id;
      draft.serveFrom(name, { ...offer, id });
      // Sold at the maker's list the book has no name for it but the maker's.
      if (offer.id === draft.models.find(name)?.id)
        draft.remark(`provider: ${to} may have a name of its own for ${name}; put that in its deployment`);
    }
  }
};

export const cascadePart: LitellmPart = (options, draft) => {
  draft.remark(
    `cascade: trying ${String(options.tiers)} in turn and judging the answers is for the application: a fallback of LiteLLM follows an error, not a poor answer`,
  );
};
