import { type Change, defineStrategy, type PlannedCall } from '../contracts/strategy.ts';
import type { Call } from '../model/call.ts';
import { isLocal, KEEP, readNames } from './routing/candidates.ts';
import { LocalServer } from './routing/local-server.ts';
import { TaskMap } from './routing/named-tasks.ts';
import { OutputPlan } from './routing/output-plan.ts';
import { tiersOf } from './routing/prompt-tier.ts';
import { RouteChooser } from './routing/route-chooser.ts';
import { ROUTER_PRESETS } from './routing/router-presets.ts';
import { COMPLEX_WORDS, EXPERT_WORDS, TIERS } from './routing/task-tier.ts';

const CANDIDATES = "Models in order of preference, separated by commas; 'keep' is the model the call has.";

/** What assumed shares move by at either end; own choice. */
const REDO_STEP = 0.1;

export default defineStrategy({
  id: 'router',
  title: 'Model router',
  describe:
    'Sends each call to a model that its difficulty needs, from simple questions on a small model to expert ones that stay. ' +
    'The quality of the answers is assumed to suffice.',
  basis: 'assumed',
  needs: ['usage'],
  options: {
    tasks: {
      default: '',
      describe:
        "Models by logged task or feature, before any tier: 'classification=gpt-4o-mini, translation=a|b, *=keep'; * is any other call.",
    },
    by: {
      default: 'tier',
      choices: ['tier', 'score'],
      describe:
        'Whether a call goes by its tier, or by a score from 0 to 1: trivial below lowScore, standard below highScore, else expert.',
    },
    lowScore: {
      default: 0.3,
      min: 0,
      max: 1,
      describe: 'Score below which a call is trivial (fourth article).',
    },
    highScore: {
      default: 0.7,
      min: 0,
      max: 1,
      describe: 'Score from which a call is expert (fourth article).',
    },
    // List prices of November 2026; each second model is older and does not reason, for calls that did not.
    trivial: {
      default: 'gpt-6-luna,gpt-4o-mini',
      describe: `Classification, extraction; 'local' is a model on an own server. ${CANDIDATES}`,
    },
    standard: {
      default: 'gemini-3.8-flash,gpt-4.1-mini',
      describe: `Questions, summaries, drafts. ${CANDIDATES}`,
    },
    complex: { default: 'gpt-6.1-terra,gpt-4.1', describe: `Analysis, code, design. ${CANDIDATES}` },
    expert: { default: KEEP, describe: `Long documents, research, many steps. ${CANDIDATES}` },
    ceilingUsd: {
      default: 0.05,
      min: 0,
      describe:
        'US dollars a request may cost: the first candidate under it is taken, else the cheapest (second article).',
    },
    provider: {
      default: '',
      describe: 'Provider whose prices the candidates have; empty lets the price book decide.',
    },
    allowDearer: {
      default: false,
      describe: 'Also moves a call when the chosen model costs more than the one it has.',
    },
    allowReasoning: {
      default: false,
      describe: 'Also moves calls of models that do not reason to ones that do.',
    },
    reasoningFactor: {
      default: 2,
      min: 1,
      describe: 'What a call that starts to reason writes, as a multiple of what it wrote (own choice).',
    },
    redoShare: {
      default: 0,
      min: 0,
      max: 1,
      describe: 'Share of moved calls whose answer is rejected and asked for again where the call was.',
    },
    outputShares: {
      default: '',
      describe:
        "For planning where no answer is logged: answer tokens by task as a share of the prompt's, 'classification=0.02, *=0.5'.",
    },
    localUsdPerMonth: {
      default: 724,
      min: 0,
      describe:
        'US dollars in 30 days for the server of local models; the default is one AWS g5.xlarge, Linux on demand in us-east-1, at $1.006 an hour (a price overview of June 2026).',
    },
    localContext: {
      default: 32_768,
      min: 0,
      describe: "Tokens that fit a local model, 0 is unlimited; the default is Mistral 7B's.",
    },
  },
  presets: ROUTER_PRESETS,
  sweeps: [
    { option: 'ceilingUsd', values: [0.01, 0.05, 0.25] },
    { option: 'complex', values: [KEEP, 'gpt-6.1-terra,gpt-4.1'] },
  ],
  range: ({ redoShare, reasoningFactor, localUsdPerMonth }) => ({
    // A second server against outages; half the price is what a longer commitment is worth. Own choices.
    pessimistic: {
      redoShare: Math.min(1, redoShare + REDO_STEP),
      reasoningFactor: reasoningFactor * 2,
      localUsdPerMonth: localUsdPerMonth * 2,
    },
    optimistic: {
      redoShare: Math.max(0, redoShare - REDO_STEP),
      reasoningFactor: 1,
      localUsdPerMonth: localUsdPerMonth / 2,
    },
  }),
  start({ prompts, models }, options) {
    const tiers = tiersOf(prompts);
    const local = new LocalServer(options.localUsdPerMonth, options.localContext);
    const chooser = new RouteChooser(models, local, options);
    const tasks = new TaskMap(options.tasks, 'tasks', (value) => {
      const names = readNames(value, '|');
      return names.length === 0 ? undefined : names;
    });
    const plan = new OutputPlan(models, options.outputShares);
    const candidates = TIERS.map((tier) => readNames(options[tier], ','));
    const all = [...candidates.flat(), ...tasks.names.flatMap((_, at) => tasks.value(at) ?? [])];
    const hasLocal = all.some(isLocal);
    const byScore = options.by === 'score';
    let unclassified = 0;

    const tierOf = (call: Call): number => {
      if (!byScore) return tiers.of(call);
      const score = tiers.score(call);
      if (Number.isNaN(score)) return -1;
      return TIERS.indexOf(
        score < options.lowScore ? 'trivial' : score < options.highScore ? 'standard' : 'expert',
      );
    };

    const route = (planned: PlannedCall, names: readonly string[], label: string): Change | undefined => {
      const answered = plan.answered(planned);
      if (answered === undefined) return chooser.change(planned, names, label);
      const { name, costUsd } = chooser.routed(answered, names);
      plan.add(answered, costUsd);
      return chooser.change(planned, [name], label);
    };

    return {
      change(planned) {
        const { original } = planned;
        if (original.failed || original.endpoint === 'embedding' || original.usageBasis === 'none')
          return undefined;
        if (planned.tier === 'batch') return undefined;
        const task = tasks.at(original);
        if (task >= 0) return route(planned, tasks.value(task)!, tasks.names[task]!);
        const tier = tierOf(original);
        if (tier < 0) {
          unclassified++;
          return undefined;
        }
        return route(planned, candidates[tier]!, TIERS[tier]!);
      },
      standingUsd: (days) => local.standingUsd(days),
      metrics: () => (hasLocal ? local.metrics() : []),
      views: () => plan.views(),
      assumptions() {
        const said = [
          'the chosen models answer well enough and with as many tokens, reasoning included, as the log has; nothing in a log can show that',
        ];
        if (tasks.names.length > 0)
          said.push('a call whose tags or feature name a task of the map goes where the map says');
        said.push(
          'a logged task or feature that names a known task decides the tier',
          'else keywords do, of which those after the first 200 characters of the last user message are not seen, and without one the tier is standard',
          `more than ${COMPLEX_WORDS} words make a prompt at least complex, more than ${EXPERT_WORDS} expert`,
        );
        if (byScore)
          said.push(
            `the score is what the tags complexity or score say, else a quarter for each tier above trivial and up to a quarter for the words of the prompt, all of it from ${EXPERT_WORDS} on`,
          );
        said.push(
          'tokens are converted between tokenizer families; cached tokens become plain input, except reads on models that cache by themselves without a charge',
          'failed calls, embeddings, batch calls and calls that do not fit the target stay',
        );
        if (!options.allowReasoning)
          said.push(
            'calls of models that do not reason are not moved to models that do, since those write more',
          );
        else said.push(`a call that starts to reason writes ${options.reasoningFactor} times what it wrote`);
        if (options.redoShare === 0)
          said.push(
            `no moved call has to be asked for again (redoShare=0); the pessimistic figure supposes that ${REDO_STEP} of them have to`,
          );
        else
          said.push(
            `${options.redoShare} of the moved calls are asked for again where they were: each carries that share of what it cost`,
          );
        if (hasLocal)
          said.push(
            'tokens of a local model cost nothing, its server the same every month once any call goes there; one server is taken to carry them all',
          );
        if (plan.calls > 0)
          said.push(
            `${plan.calls} calls have no logged answer: the table plans one for them, the savings leave it out on both sides`,
          );
        if (unclassified > 0)
          said.push(`${unclassified} calls have neither prompt text nor a known task and stay`);
        return [...said, ...chooser.notes()];
      },
    };
  },
});
