import type { Retirement } from '../../model/price.ts';
import type { Period } from '../table/period.ts';
import { announcementOf, retiresAt } from '../table/retirements.ts';
import { splitRouted, withoutDate } from './model-name.ts';
import { isKnownProvider, readProvider } from './provider-name.ts';

/**
 * What is announced for a model at whoever serves it. `period` is the model's latest price, if it has any: its id finds
 * announcements about the model under all its names, and a row marked deprecated counts where no announcement is known.
 * A router's own schedule is not known, whatever the makers announce.
 */
export function retirementOf(
  model: string,
  provider: string,
  period: Period | undefined,
  providers: ReadonlySet<string>,
  asOf: number,
): Omit<Retirement, 'asOf'> | undefined {
  const row = period?.row;
  const server = serverOf(model, provider, providers) ?? row?.provider ?? '';
  for (const name of [...namesOf(model), row?.model ?? '']) {
    const announcement = announcementOf(server, name);
    if (announcement === undefined) continue;
    const { replacement, source } = announcement;
    return { retires: retiresAt(announcement), replacement, source };
  }
  if (row === undefined || !row.deprecated || row.provider !== server) return undefined;
  const ended = row.deprecated_on === undefined ? Number.NaN : Date.parse(row.deprecated_on);
  return { retires: ended <= asOf ? ended : Number.NaN, replacement: '', source: row.sources[0] ?? '' };
}

/** Who serves the model where the log says so; undefined leaves it to the price that was found. */
function serverOf(model: string, provider: string, providers: ReadonlySet<string>): string | undefined {
  const reading = readProvider(provider);
  if (reading.billsItself) return reading.name;
  const routed = splitRouted(model);
  if (routed === undefined) return undefined;
  const head = readProvider(routed.provider);
  return head.billsItself && isKnownProvider(head.name, providers) ? head.name : undefined;
}

/** What Bedrock puts around the maker's name: the region of an inference profile, the maker, a version. */
const BEDROCK_NAME = /^(?:[a-z]{2,6}(?:-gov)?\.)?anthropic\.(.+?)(?:-v\d+(?::\d+)?)?$/;

/** The name as it is, then without the routers before it, then as the maker calls it, each then without its date. */
function namesOf(model: string): string[] {
  const names: string[] = [];
  const add = (name: string): void => {
    names.push(name);
    const plain = withoutDate(name);
    if (plain !== undefined) names.push(plain);
  };
  for (let name: string | undefined = model; name !== undefined; name = splitRouted(name)?.model) {
    add(name);
    const own = BEDROCK_NAME.exec(name)?.[1];
    if (own !== undefined) add(own);
  }
  return names;
}
