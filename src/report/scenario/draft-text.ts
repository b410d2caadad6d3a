import type {
  DraftedMove,
  DraftedStrategy,
  LeftStrategy,
  ScenarioDraft,
} from '../../model/scenario-draft.ts';
import { limitsText } from '../filter-text.ts';
import { counted, percent, usd } from '../format.ts';
import { cost, isAllUnpriced } from '../money.ts';
import { safeText, wrap } from '../safe-text.ts';
import { yamlScalar } from './yaml-scalar.ts';

const WIDTH = 100;

/** A draft as a scenario file, valid as it is: what was not chosen is commented out, with why. `file` is the name it will have. */
export function draftText(draft: ScenarioDraft, file: string): string {
  const { chosen, left, moves } = draft;
  return [
    ...comment(headOf(draft)),
    `# Replay it: llm-cost simulate --scenario ${safeText(file)}`,
    '',
    'name: from-audit',
    '',
    ...comment('Replayed in this order; each starts from what the one before it left.'),
    'strategies:',
    ...chosen.flatMap(chosenLines),
    ...(left.length === 0 ? [] : ['', ...comment('Left out. Take the "# " away to replay one.', 2)]),
    ...left.flatMap((one) => leftLines(one, isAllUnpriced(draft.audit.totals))),
    ...(moves.length === 0 ? [] : ['', ...moveLines(moves)]),
    '',
    ...comment('What else can be asked:'),
    '# order: auto              # the order of the strategies that saves most',
    '# volume: 2x               # calls per month as a multiple of the log',
    '# growth: 10%              # from month to month',
    '# pricesAt: 2027-01-01     # prices of another day',
    '# prices: own-prices.json  # prices that change, as for --prices',
    ...sweepLines(chosen),
    '',
  ].join('\n');
}

function headOf({ audit, simulated }: ScenarioDraft): string {
  const { totals, inputs, window } = audit;
  const names = inputs.length > 3 ? `${inputs.length} files` : inputs.map(({ path }) => path).join(', ');
  const days = window.from === null || window.to === null ? '' : `, ${day(window.from)} to ${day(window.to)}`;
  const what = `${counted(totals.calls, 'call')}, ${cost(totals)}${days}`;
  const saved =
    simulated === null
      ? isAllUnpriced(totals)
        ? 'What any strategy saves there cannot be said without prices for the models.'
        : 'No strategy of the audit saves anything there.'
      : `As it stands it saves ${usd(simulated.combined.savedUsd)} of that (${percent(simulated.combined.share)}).`;
  const which = audit.filter === null ? '' : `, ${limitsText(audit.filter, audit.timezone)}`;
  return `Made from an audit of ${names}${which}: ${what}. ${saved}`;
}

function chosenLines({ result, options }: DraftedStrategy): readonly string[] {
  const { strategy, title, savedUsd, aloneSavedUsd, basis, callsChanged } = result;
  const said = `${title}: saves ${usd(savedUsd)} here, ${usd(aloneSavedUsd)} alone (${basis}); ${counted(callsChanged, 'call')} would change.`;
  return [
    ...comment(said, 2),
    `  - ${strategy}${options.length === 0 ? '' : ':'}`,
    ...options.flatMap(({ name, value, others }) => [
      ...(others.length === 0
        ? []
        : comment(
            `alone at other values: ${others.map((other) => `${other.value} ${usd(other.savedUsd)}`).join(', ')}`,
            6,
          )),
      `      ${name}: ${yamlScalar(value)}`,
    ]),
  ];
}

function leftLines(left: LeftStrategy, isUnpriced: boolean): readonly string[] {
  return [...comment(`${left.title}: ${whyLeft(left, isUnpriced)}`, 2), `  # - ${left.id}`];
}

function whyLeft(
  { status, reason, aloneSavedUsd, basis, isOnRequest, describe }: LeftStrategy,
  isUnpriced: boolean,
): string {
  if (status === 'notApplicable') return `cannot be replayed, ${reason ?? 'the log lacks what it needs'}.`;
  if (status === 'failed') return `failed, ${reason ?? 'for an unknown reason'}.`;
  const saves =
    aloneSavedUsd > 0
      ? `alone it would save ${usd(aloneSavedUsd)} (${basis})`
      : aloneSavedUsd < 0
        ? `alone it would cost ${usd(-aloneSavedUsd)} (${basis})`
        : isUnpriced
          ? 'what it saves here cannot be said without prices'
          : 'it saves nothing here';
  if (isOnRequest) return `${saves} with its usual options, which are for you to decide. ${describe}`;
  return `${saves}${aloneSavedUsd > 0 ? ', but nothing after the others' : ''}.`;
}

function moveLines(moves: readonly DraftedMove[]): readonly string[] {
  return [
    ...comment('Models that end, and what their provider recommends. Moved before all strategies.'),
    '# models:',
    ...moves.map(({ from, to, retires, costUsd, replacementUsd }) => {
      const costs =
        costUsd === null || replacementUsd === null ? '' : `; ${usd(costUsd)} becomes ${usd(replacementUsd)}`;
      const end = retires === null ? 'deprecated' : `until ${retires}`;
      return `#   ${yamlScalar(from)}: ${yamlScalar(to)}  # ${safeText(end)}${costs}`;
    }),
  ];
}

/** The first option that was tried at other values, as an example of the key. */
function sweepLines(chosen: readonly DraftedStrategy[]): readonly string[] {
  const swept = chosen.flatMap(({ result: { strategy }, options }) =>
    options.filter(({ others }) => others.length > 0).map((option) => ({ strategy, option })),
  );
  const [first] = swept;
  if (first === undefined) return [];
  const { strategy, option } = first;
  const values = [option.value, ...option.others.map(({ value }) => value)].map(yamlScalar);
  return ['# sweeps:', `#   ${strategy}.${option.name}: [${values.join(', ')}]`];
}

function comment(text: string, indent = 0): readonly string[] {
  const lead = `${' '.repeat(indent)}# `;
  return wrap(safeText(text), WIDTH - lead.length).map((line) => `${lead}${line}`);
}

function day(time: string): string {
  return time.slice(0, 10);
}
