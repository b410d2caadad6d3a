import type { CallTable } from '../../contracts/explorer.ts';
import { promptTokens } from '../../model/usage.ts';
import type { LookedLog } from '../evidence/looked-log.ts';
import { countedGroups } from '../evidence/members.ts';
import { findEvidence, type OpenedEvidence } from '../evidence/opened-evidence.ts';
import { priceClaims } from '../findings/findings.ts';

/** Names in a column of 16 bits: a log that makes models up has its last ones under one name. */
const MOST_MODELS = 0xffff;
const OTHER_MODELS = 'other models';

/** All calls behind a figure in time order, those that it needs among them. Throws InputError as `findEvidence`. */
export function callTable(looked: LookedLog, what: string): CallTable {
  const evidence = findEvidence(looked, what);
  const { opened, members, wanted } = evidence;
  const kept = new Set(members.kept);
  const rows: number[] = [];
  for (let i = 0; i < members.mask.length; i++) if (members.mask[i] === 1 || kept.has(i)) rows.push(i);
  const size = rows.length;
  const [models, users, features] = [new NameList(MOST_MODELS), new NameList(), new NameList()];
  const columns = {
    index: Uint32Array.from(rows),
    time: new Float64Array(size),
    model: new Uint16Array(size),
    user: new Uint32Array(size),
    feature: new Uint32Array(size),
    status: new Uint16Array(size),
    tokensIn: new Float64Array(size),
    tokensOut: new Float64Array(size),
    costUsd: new Float64Array(size),
    wastedUsd: wanted.kind === 'call' ? new Float64Array(size).fill(Number.NaN) : wastedIn(evidence, rows),
    isKept: new Uint8Array(size),
  };
  for (let row = 0; row < size; row++) {
    const call = opened.log.at(rows[row]!);
    const { usage, usageBasis, status } = call;
    columns.time[row] = call.time;
    columns.model[row] = models.number(call.model);
    columns.user[row] = users.number(call.user);
    columns.feature[row] = features.number(call.feature);
    columns.status[row] = status;
    columns.tokensIn[row] = usageBasis === 'none' ? Number.NaN : promptTokens(usage);
    columns.tokensOut[row] = usageBasis === 'none' ? Number.NaN : usage.output;
    columns.costUsd[row] = opened.costOf(call);
    columns.isKept[row] = kept.has(call.index) ? 1 : 0;
  }
  return { what, size, ...columns, models: models.names, users: users.names, features: features.names };
}

/** US dollars that the finding in question says of each of these calls; NaN where none is in question. */
function wastedIn({ pass, wanted, totalUsd, opened }: OpenedEvidence, rows: readonly number[]): Float64Array {
  if (wanted.kind !== 'group' && wanted.kind !== 'finding')
    return new Float64Array(rows.length).fill(Number.NaN);
  const detection = pass.detections[wanted.detector]!;
  const groups = new Set(wanted.kind === 'group' ? [wanted.group] : countedGroups(detection));
  const { claims } = detection;
  const byCall = new Float64Array(opened.log.size);
  // What a detector says of its own does not depend on the others.
  priceClaims({ ...pass.findingInput(totalUsd, 0), detections: [detection] }, ({ claim, wastedUsd }) => {
    if (groups.has(claims.groupAt(claim))) byCall[claims.callAt(claim)]! += wastedUsd;
  });
  return Float64Array.from(rows, (index) => byCall[index]!);
}

/** Distinct texts in the order in which they come. */
class NameList {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #most: number;

  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  number(name: string): number {
    let number = this.#numbers.get(name);
    if (number !== undefined) return number;
    if (this.names.length >= this.#most) {
      if (this.names.length === this.#most) this.names.push(OTHER_MODELS);
      return this.#most;
    }
    number = this.names.push(name) - 1;
    this.#numbers.set(name, number);
    return number;
  }
}
