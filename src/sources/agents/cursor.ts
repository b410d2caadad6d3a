import {
  defineSource,
  type ReadOptions,
  type ReadResult,
  type RowReader,
  UnmappedColumnsError,
} from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { tagsOf, timeOf } from '../agent-logs/agent-fields.ts';
import { cursorModel } from '../agent-logs/cursor-model.ts';
import { INVALID, parseAmount, parseCount, parseName } from '../columns/field-values.ts';
import { closeUsage, type LoggedUsage } from '../record/logged-count.ts';
import { makerOf } from '../record/record-provider.ts';
import { safeText } from '../record/record-secrets.ts';

const WITH_WRITE = 'Input (w/ Cache Write)';
const WITHOUT_WRITE = 'Input (w/o Cache Write)';
const COLUMNS = ['Date', 'Model', WITH_WRITE, WITHOUT_WRITE, 'Cache Read', 'Output Tokens'];

/**
 * The usage export of Cursor's dashboard. Rows have no id, so equal rows are calls of their own. A cost that is no amount
 * ("Included", "-") or 0 is paid by the plan and says nothing of what the tokens cost. Header rows of three generations, FORMATS 15d.
 */
export const cursor = defineSource({
  id: 'cursor',
  title: 'Cursor usage export',
  describe:
    'One row per request with its tokens and what Cursor charged, which may include its own fee; requests that a plan includes are ' +
    'priced as the API would; the model "auto" has no price; cache writes have no lifetime, and there is no text or latency.',
  where: 'cursor.com/dashboard, Usage, Export CSV',
  supports: { duplicates: 'no', retries: 'no', caching: 'usage only' },
  recognizeHeader(header) {
    const columns = header.map(clean);
    const isMine = COLUMNS.every((name) => columns.includes(name));
    return isMine ? { score: 0.99, why: `Cursor: column ${WITH_WRITE}` } : { score: 0, why: '' };
  },
  openTable(header, options) {
    const columns = header.map(clean);
    const missing = COLUMNS.filter((name) => !columns.includes(name));
    if (missing.length > 0)
      throw new UnmappedColumnsError(`no Cursor export: it lacks ${missing.join(', ')}`);
    return rowReader(columns, options);
  },
});

function clean(name: string): string {
  return name.replace(/^\uFEFF/, '').trim();
}

function rowReader(columns: readonly string[], options: ReadOptions): RowReader {
  return (row) => {
    if (row.length !== columns.length) {
      return { kind: 'skip', reason: `${row.length} fields where the header has ${columns.length}` };
    }
    const cell = (name: string): string | undefined => row[columns.indexOf(name)];
    const counts = [WITH_WRITE, WITHOUT_WRITE, 'Cache Read', 'Output Tokens'].map((name) =>
      parseCount(cell(name)),
    );
    const [withWrite, without, cacheRead, output] = counts as [number, number, number, number];
    if (counts.includes(INVALID)) return { kind: 'skip', reason: 'a token column holds no number of tokens' };
    const kind = safeText(parseName(cell('Kind')));
    const failure = /^(errored|aborted)\b/i.exec(kind ?? '')?.[1]?.toLowerCase();
    const isFree = /\b(?:no charge|not charged)\b/i.test(kind ?? '');
    const hasNone = !counts.some((count) => count > 0);
    const { usage, warning }: LoggedUsage =
      hasNone || (failure !== undefined && isFree)
        ? {}
        : cursorUsage(
            known(withWrite),
            known(without),
            known(cacheRead),
            known(output),
            parseCount(cell('Total Tokens')),
          );
    if (hasNone && failure === undefined) return { kind: 'skip', reason: 'a row without tokens' };
    const name = safeText(parseName(cell('Model')));
    const { model, tier } = name === undefined ? { model: options.model } : cursorModel(name);
    const cost = parseAmount(cell('Cost'));
    const call: CallRecord = {
      time: timeOf(cell('Date'), options.logZone),
      model,
      requestedModel: name,
      provider: makerOf(model),
      tier,
      failed: failure !== undefined,
      error: failure,
      usage,
      usageWarning: warning,
      loggedCostUsd: cost > 0 ? cost : undefined,
      user: safeText(parseName(cell('User'))),
      tags: tagsOf({
        kind,
        max_mode: cell('Max Mode')?.trim().toLowerCase(),
        cloud_agent: cell('Cloud Agent ID'),
        automation: cell('Automation ID'),
      }),
    };
    return { kind: 'calls', calls: [call] } satisfies ReadResult;
  };
}

function known(count: number): number {
  return Number.isNaN(count) ? 0 : count;
}

/**
 * Whether the column with cache writes holds only them, or the other input too, is decided by which sum gives the row's total;
 * where neither does, they are apart, as users found in exports of 2026 (junhoyeo/tokscale#1154, pingdotgg/t3code#6046).
 */
function cursorUsage(
  withWrite: number,
  input: number,
  cacheRead: number,
  output: number,
  total: number,
): LoggedUsage {
  const apart = withWrite + input + cacheRead + output;
  const isNested = withWrite >= input && total === withWrite + cacheRead + output && total !== apart;
  const notes: string[] = [];
  if (total >= 0 && total !== apart && !isNested) {
    notes.push(`Total Tokens ${total} is neither ${apart} nor ${withWrite + cacheRead + output}`);
  }
  const cacheWrite5m = isNested ? withWrite - input : withWrite;
  return closeUsage({ input, cacheRead, cacheWrite5m, cacheWrite1h: 0, output, reasoning: 0 }, notes);
}
