import { paragraph, sentence } from './prose.ts';
import type { Random } from './random.ts';

/** A request before anything wasteful happens to it. */
export interface Draft {
  readonly task: Task;
  readonly model: string;
  readonly system: string;
  /** Retrieved documents that precede the question. */
  readonly documents: readonly string[];
  readonly question: string;
  readonly answer: string;
  readonly reasoningTokens: number;
}

export interface Task {
  readonly name: string;
  readonly feature: string;
  /** Share of all requests: the mix of the published benchmark this workload follows (40/30/20/10). */
  readonly share: number;
  readonly models: readonly string[];
  readonly maxTokens: number;
  readonly temperature: number;
  draft(task: Task, random: Random): Draft;
}

const LABELS = ['billing', 'shipping', 'account', 'product', 'legal', 'other'] as const;

const TRIAGE = `You sort incoming messages of a software shop. Answer with exactly one of these labels and nothing else: ${LABELS.join(', ')}. Messages about money are billing. Messages about parcels and stock are shipping. Messages about access and users are account. Anything about how the product works is product. Contracts, consent and retention are legal. Whatever fits nowhere is other.`;
const HELP =
  'You answer questions of customers from the documents that are given. Use only the documents. If they do not hold the answer, say that you do not know. Keep the answer short and name the document it comes from.';
const CODE =
  'You write small, tested functions in TypeScript for a team that values plain code. Return the function and one test, without explanations.';
const PLAN =
  'You are a careful analyst. Think the problem through, weigh at least three options against cost, risk and effort, and end with a recommendation and the next three steps.';

const NOUNS = [
  'ledger',
  'parcel',
  'voucher',
  'calendar',
  'webhook',
  'catalogue',
  'licence',
  'payroll',
  'consent',
  'invoice',
  'queue',
  'session',
] as const;
const VERBS = [
  'merges',
  'validates',
  'groups',
  'schedules',
  'deduplicates',
  'formats',
  'paginates',
  'retries',
  'archives',
  'reconciles',
] as const;

const base = (
  task: Task,
  random: Random,
  parts: Omit<Draft, 'task' | 'model' | 'documents' | 'reasoningTokens'> & Partial<Draft>,
): Draft => ({
  task,
  model: random.pick(task.models),
  documents: [],
  reasoningTokens: 0,
  ...parts,
});

export const TASKS: readonly Task[] = [
  {
    name: 'classification',
    feature: 'triage',
    share: 0.4,
    models: ['gpt-4.1', 'gpt-4o'],
    maxTokens: 8,
    temperature: 0,
    draft: (task, random) =>
      base(task, random, {
        system: TRIAGE,
        question: `Message:\n${paragraph(random, random.between(4, 6))}`,
        answer: random.pick(LABELS),
      }),
  },
  {
    name: 'qa',
    feature: 'help-center',
    share: 0.3,
    models: ['gpt-4o', 'gpt-4.1-mini'],
    maxTokens: 400,
    temperature: 0.2,
    draft: (task, random) =>
      base(task, random, {
        system: HELP,
        documents: documents(random, 2),
        question: `Question: ${sentence(random)} ${sentence(random)} What should they do?`,
        answer: paragraph(random, random.between(2, 4)),
      }),
  },
  {
    name: 'code-generation',
    feature: 'code-assist',
    share: 0.2,
    models: ['gpt-4.1'],
    maxTokens: 1024,
    temperature: 0.1,
    draft: (task, random) => {
      const [noun, other, verb] = [random.pick(NOUNS), random.pick(NOUNS), random.pick(VERBS)];
      return base(task, random, {
        system: CODE,
        question: `Write a function that ${verb} each ${noun} with its ${other}. Background: ${paragraph(random, random.between(3, 6))}`,
        answer: `export function ${verb}${noun}(items: readonly string[]): string[] {\n  return items.filter((item) => item !== '${other}').map((item) => item.trim());\n}\n\n// ${paragraph(random, random.between(3, 5))}`,
      });
    },
  },
  {
    name: 'complex-reasoning',
    feature: 'planning',
    share: 0.1,
    models: ['gpt-5'],
    maxTokens: 4096,
    temperature: 1,
    draft: (task, random) =>
      base(task, random, {
        system: PLAN,
        question: `Situation:\n${paragraph(random, random.between(9, 14))}\n\nWhat should we change first?`,
        answer: paragraph(random, random.between(8, 12)),
        reasoningTokens: random.between(200, 600),
      }),
  },
];

export function documents(random: Random, count: number): string[] {
  return Array.from(
    { length: count },
    (_, i) => `Document ${i + 1}:\n${paragraph(random, random.between(5, 7))}`,
  );
}
