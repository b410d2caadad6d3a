import { type ExchangeLine, type ExchangeMessage, lineOfExchange, promptSize } from '../exchange-line.ts';
import { paragraph, sentence } from '../prose.ts';
import type { Random } from '../random.ts';
import type { Plant, PlantContext, PlantedLine } from './plant.ts';

const WEEK_START = Date.UTC(2026, 10, 9);
const HOUR_MS = 3_600_000;

type Tool = NonNullable<ExchangeLine['tools']>[number];

interface Desk {
  readonly feature: string;
  readonly api: ExchangeLine['api'];
  readonly model: string;
  readonly system: string;
  /** Every answer calls one of them, each as often as the others. */
  readonly used: readonly string[];
  /** One call of the desk in so many needs it. */
  readonly rare?: { readonly name: string; readonly every: number };
  readonly unused: readonly string[];
  /** Words of the day stand in its system prompt. */
  readonly isDated?: boolean;
}

const DESKS: readonly Desk[] = [
  {
    feature: 'parcel-desk',
    api: 'openai',
    model: 'gpt-4.1',
    system: 'You look up parcels for members of a cooperative.',
    used: ['find_parcel', 'list_depots'],
    unused: ['print_label', 'open_claim', 'rate_courier', 'book_pickup'],
  },
  {
    feature: 'seed-library',
    api: 'anthropic',
    model: 'claude-haiku-4-5',
    system: 'You lend seeds. Look a variety up before you answer.',
    used: ['find_variety'],
    unused: ['merge_accounts', 'export_ledger'],
    isDated: true,
  },
  {
    feature: 'boat-rental',
    api: 'openai',
    model: 'gpt-4.1-mini',
    system: 'You rent out boats by the hour and check the weather first.',
    used: ['check_weather', 'list_boats'],
    rare: { name: 'call_rescue', every: 17 },
    unused: [],
  },
  {
    feature: 'choir-office',
    api: 'anthropic',
    model: 'claude-haiku-4-5',
    system: 'You keep the calendar of a choir.',
    used: ['read_calendar', 'write_calendar', 'notify_members'],
    unused: [],
  },
];

/** Features that offer tools which no answer of theirs calls, beside some that need every tool, one of them hardly ever. */
export const unusedToolsPlant: Plant = {
  detector: 'unused-tools',
  lines(context) {
    const lines: PlantedLine[] = [];
    for (let number = 0; lines.length < context.size; number++)
      lines.push(...request(DESKS[number % DESKS.length]!, number, context));
    return lines;
  },
};

/** A question, and the second call that answers it with what the tool returned. */
function request(desk: Desk, number: number, { random, count }: PlantContext): PlantedLine[] {
  const { api, model, feature, used, unused, rare } = desk;
  const own = Math.floor(number / DESKS.length);
  const start = someTime(random);
  const day = new Date(start).toISOString().slice(0, 10);
  const system = desk.isDated ? `${desk.system} Today is ${day}.` : desk.system;
  const names = rare === undefined ? used : [...used, rare.name];
  const tools = [...names, ...unused].map(toolNamed);
  const wasted = unused.length === 0 ? 0 : toolTokens(tools, count) - toolTokens(names.map(toolNamed), count);
  const truth = wasted === 0 ? [] : [{ detector: 'unused-tools', tokens: wasted }];
  const name = rare !== undefined && own % rare.every === 3 ? rare.name : used[own % used.length]!;
  const call = { name, arguments: JSON.stringify({ id: `no-${random.between(1000, 9999)}` }) };
  const content = `Let me look. ${sentence(random)}`;
  const messages: ExchangeMessage[] = [
    { role: 'user', content: `${sentence(random)} ${sentence(random)} Can you help?` },
  ];
  const base = { api, model, feature, system, tools, user: `member-${random.between(1, 50)}` };
  const id = `tool-${String(number).padStart(4, '0')}`;
  const line = (part: number, time: number, answer: NonNullable<ExchangeLine['answer']>): PlantedLine => {
    const calls = answer.toolCalls ?? [];
    const output = [answer.content, ...calls.flatMap((each) => [each.name, each.arguments])].reduce(
      (sum, text) => sum + count(text),
      0,
    );
    const prompt = { ...base, messages: [...messages] };
    const usage = { input: promptSize(prompt, count), output };
    const own = `${id}-${part}`;
    const text = lineOfExchange({
      ...prompt,
      id: own,
      time,
      session: id,
      answer,
      usage,
      latencyMs: 300 + output * 10,
      request: { stream: true },
    });
    return { id: own, time, line: text, truth };
  };
  const asked = line(1, start, { content, toolCalls: [call] });
  messages.push({ role: 'assistant', content, toolCalls: [call] });
  messages.push({ role: 'tool', content: paragraph(random, 2) });
  const answered = line(2, start + random.between(4000, 20_000), { content: paragraph(random, 3) });
  return [asked, answered];
}

function toolNamed(name: string): Tool {
  const what = name.replace('_', ' ');
  return {
    name,
    description: `Use this to ${what}. It needs the number of the member or of the thing that is asked about, and says so when there is none.`,
    parameters: {
      type: 'object',
      properties: {
        id: { type: 'string', description: `What to ${what} for, as the member gives it.` },
        note: { type: 'string', description: 'Anything that a colleague should know.' },
      },
      required: ['id'],
    },
  };
}

function toolTokens(tools: readonly Tool[], count: (text: string) => number): number {
  return promptSize({ tools, messages: [] }, count);
}

function someTime(random: Random): number {
  return WEEK_START + random.between(0, 6) * 24 * HOUR_MS + random.between(7 * HOUR_MS, 20 * HOUR_MS);
}
