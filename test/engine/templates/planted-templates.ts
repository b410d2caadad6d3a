import type { Segment } from '../../../src/model/segment.ts';
import { assistant, system, tool, user } from '../../support/prompts.ts';

/** Prompts with the template each was made from; '' for free chat that is of none. */
export interface PlantedPrompt {
  readonly template: string;
  readonly prompt: readonly Segment[];
}

/** Numbers from 0 to 1, the same for the same seed. */
function random(seed: number): () => number {
  let state = seed * 0x9e3779b9 + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}

const WORDS = (
  'river invoice garden parcel window copper meeting lantern budget harvest engine letter market silver bridge doctor ' +
  'island camera morning ticket forest planet kitchen yellow signal basket mountain teacher battery orange contract ' +
  'violin station pepper hospital winter feather customer report balance delivery surface printer machine account ' +
  'quickly slowly never often broken missing large quiet pays sends wants breaks opens carries finds needs loses moves ' +
  'the a of with under after before because while near from into over about without between and but or'
).split(' ');
const NAMES = 'Ana Bob Chen Dora Emil Fatima Goran Hana Igor Jana Karim Lena Marco Nadia Omar Petra'.split(
  ' ',
);
const TENANTS = 'Acme Globex Initech Umbrella Hooli Vandelay Wonka Stark Wayne Cyberdyne'.split(' ');
const HAN =
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经';
const OPENINGS = [
  'How do I',
  'What is',
  'Why does',
  'Can you help me with',
  'I have a problem with',
  'My',
  'Is there',
  'Please tell me',
];

/** Draws what varies. */
export class Draw {
  readonly next: () => number;
  constructor(seed: number) {
    this.next = random(seed);
  }
  below = (n: number): number => Math.floor(this.next() * n);
  of = <T>(all: readonly T[]): T => all[this.below(all.length)]!;
  words = (from: number, to: number): string =>
    Array.from({ length: from + this.below(to - from + 1) }, () => this.of(WORDS)).join(' ');
  sentence = (): string => {
    const text = this.words(5, 14);
    return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
  };
  text = (from: number, to: number): string =>
    Array.from({ length: from + this.below(to - from + 1) }, this.sentence).join(' ');
  question = (): string => `${this.of(OPENINGS)} ${this.words(3, 9)}${this.of(['?', '', '.'])}`;
  name = (): string => `${this.of(NAMES)} ${this.of(NAMES)}son`;
  tenant = (): string => this.of(TENANTS);
  date = (): string =>
    this.of([
      `2026-11-${10 + this.below(15)}`,
      `November ${1 + this.below(28)}, 2026`,
      `Monday, 9 November 2026 at ${10 + this.below(12)}:${10 + this.below(49)}`,
    ]);
  id = (): string => `${this.below(1e9).toString(16)}-${this.below(1e9).toString(16)}`;
  han = (from: number, to: number): string =>
    Array.from({ length: from + this.below(to - from + 1) }, () => HAN[this.below(HAN.length)]).join('');
}

type Make = (draw: Draw) => Segment[];

const policy = (topic: string): string =>
  `You are the ${topic} assistant of our company. Answer in short sentences. Never promise a refund before a person has checked. ` +
  `If something about ${topic} is unclear, ask one question. Keep a friendly tone. Quote the policy where it applies.`;
const named = (name: string) =>
  tool({
    type: 'function',
    function: { name, description: `Runs ${name}.`, parameters: { type: 'object', properties: {} } },
  });
const GENERIC = system('You are a helpful assistant.');
const REVIEWER =
  'You review source code. Look for errors first. Then look for names that mislead. {} Report each finding with its line. Be brief and concrete.';

/** Fifty uses of a model, by name, in every shape that a miner must get right. */
const PLANTED: Readonly<Record<string, Make>> = {
  supportShipping: (d) => [system(policy('shipping')), user(d.question())],
  supportBilling: (d) => [system(policy('billing')), user(d.question())],
  supportAccounts: (d) => [system(policy('accounts')), user(d.question())],
  pirate: (d) => [system('Talk like a pirate.'), user(d.text(1, 2))],
  translator: (d) => [
    system('You work with texts of a newspaper.'),
    user(`Translate to French: ${d.text(1, 3)}`),
  ],
  summariser: (d) => [system('You work with texts of a newspaper.'), user(`Summarise: ${d.text(2, 6)}`)],
  headline: (d) => [
    system('You work with texts of a newspaper.'),
    user(`Write a headline for this article.\n\n${d.text(2, 5)}`),
  ],
  dated: (d) => [
    system(
      `Today is ${d.date()}. You plan the trips of travellers. Ask for the budget first. Offer three routes.`,
    ),
    user(d.question()),
  ],
  userNamed: (d) => [
    system(
      `You are talking to ${d.name()}. You coach people who learn to swim. Praise small steps. Set one goal a week.`,
    ),
    user(d.question()),
  ],
  inlineNamed: (d) => [
    system(`You are the receptionist of ${d.tenant()} and help ${d.name()} on ${d.date()} with bookings`),
    user(d.question()),
  ],
  tenants: (d) => [
    system(
      `You answer questions about payroll for the staff of ${d.tenant()}. Use the handbook. Do not give tax advice. Name the form that is needed.`,
    ),
    user(d.question()),
  ],
  retrieved: (d) => [
    system(
      `Use the passages to answer. Cite each passage by its number. If they do not say it, say so.\n\nPassages:\n${d.text(4, 9)}\n\n${d.text(3, 6)}\n\nEnd of passages. Answer now.`,
    ),
    user(d.question()),
  ],
  requestIds: (d) => [
    system(
      `request ${d.id()}\nYou grade essays of pupils. Give a mark from 1 to 10. Explain it in two sentences.`,
    ),
    user(d.text(4, 9)),
  ],
  instructionsFirst: (d) => [
    user(
      `Extract the names of all companies from the text below and list them one per line.\n\n${d.text(2, 6)}`,
    ),
  ],
  payloadFirst: (d) => [user(`${d.text(3, 7)}\n\nRewrite the letter above in a polite and formal tone.`)],
  around: (d) => [
    user(
      `Read this review of a restaurant.\n"""\n${d.text(2, 5)}\n"""\nHow many stars would its author give? Answer with a digit.`,
    ),
  ],
  sentimentLabels: (d) => [user(`Classify the message as positive or negative: ${d.text(1, 2)}`)],
  spamLabels: (d) => [user(`Classify the message as spam or ham: ${d.text(1, 2)}`)],
  reviewV1: (d) => [
    system(REVIEWER.replace('{}', 'Prefer fewer findings over many.')),
    user(`\`\`\`\n${d.words(20, 60)}\n\`\`\``),
  ],
  reviewV2: (d) => [
    system(REVIEWER.replace('{}', 'List every doubt you have, however small.')),
    user(`\`\`\`\n${d.words(20, 60)}\n\`\`\``),
  ],
  datedV1: (d) => [
    system(
      `Date: ${d.date()}\nYou write weather reports for radio. Start with the coast. Mention wind. Close with the mountains.`,
    ),
    user(d.words(10, 20)),
  ],
  datedV2: (d) => [
    system(
      `Date: ${d.date()}\nYou write weather reports for radio. Start with the capital city. Mention wind. Close with the mountains.`,
    ),
    user(d.words(10, 20)),
  ],
  conversation: (d) => [
    system('You are an interviewer who asks about childhood memories.'),
    user(d.question()),
    ...Array.from({ length: d.below(5) }, () => [assistant(d.sentence()), user(d.sentence())]).flat(),
  ],
  growingTools: (d) => [
    named('search'),
    named('open'),
    ...(d.below(2) ? [named('click')] : []),
    ...(d.below(2) ? [named('type')] : []),
    system('You browse the web for the user.'),
    user(d.question()),
  ],
  reorderedTools: (d) => [
    ...['read_file', 'write_file', 'run'].map(named).sort(() => d.next() - 0.5),
    system(
      'You are a coding agent that works in a repository. Run the tests before you finish. Keep changes small.',
    ),
    user(d.text(1, 4)),
  ],
  toolSubsets: (d) => [
    ...['crm', 'mail', 'calendar', 'notes', 'phone'].filter(() => d.below(3) > 0).map(named),
    system(
      'You are the assistant of a salesperson who keeps records of visits. Confirm before you send anything. Keep notes of every visit.',
    ),
    user(d.question()),
  ],
  toolsOnly: (d) => [named('get_weather'), named('get_forecast'), user(d.question())],
  fewShot: (d) => [
    system('Turn requests into commands.'),
    user('switch the light on'),
    assistant('light on'),
    user('make it warmer'),
    assistant('heat up'),
    user(d.words(3, 6)),
  ],
  fewShotInline: (d) => [
    user(`Q: Where is the river?\nA: north\nQ: Where is the old mill?\nA: east\nQ: ${d.words(3, 8)}\nA:`),
  ],
  json: (d) => [
    user(
      JSON.stringify({
        task: 'enrich',
        fields: ['title', 'brand'],
        item: d.words(2, 6),
        sku: d.id(),
        price: d.below(900),
      }),
    ),
  ],
  jsonOther: (d) => [
    user(JSON.stringify({ operation: 'moderate', language: 'en', comment: d.text(1, 3), author: d.name() })),
  ],
  jsonPretty: (d) => [
    system('Normalise addresses.'),
    user(JSON.stringify({ street: d.words(1, 3), city: d.of(TENANTS), zip: d.below(99999) }, null, 2)),
  ],
  tags: (d) => [
    user(`<document>\n${d.text(3, 8)}\n</document>\n<task>Name the legal risks in the document.</task>`),
  ],
  rag: (d) => [user(`Context:\n${d.text(3, 8)}\n\nQuestion: ${d.question()}\nAnswer with the context only.`)],
  inlineSlot: (d) => [user(`Write a product description for ${d.words(2, 4)} in two cheerful sentences`)],
  quoted: (d) => [user(`Is "${d.words(2, 5)}" a grammatical phrase in English? Reply with yes or no.`)],
  short: (d) => [user(`Synonym of: ${d.of(WORDS)} ${d.of(WORDS)}`)],
  chinese: (d) => [user(`请将以下文本翻译成英文：${d.han(20, 60)}`)],
  chineseSystem: (d) => [system('你是一个专业的法律顾问。请用简洁的语言回答问题。'), user(d.han(10, 40))],
  chineseTail: (d) => [user(`${d.han(30, 80)}\n请用一句话总结上面的内容。`)],
  japanese: (d) => [
    system(`あなたは親切な案内係です。今日は${d.below(28) + 1}日です。短く答えてください。`),
    user(d.han(8, 30)),
  ],
  russian: (d) => [user(`Определи тему текста и ответь одним словом.\n\n${d.text(2, 4)}`)],
  generic: (d) => [GENERIC, user(d.question())],
  genericRecipes: (d) => [
    GENERIC,
    user(`Suggest three recipes that use only these ingredients:\n${d.words(4, 9)}`),
  ],
  genericTitles: (d) => [
    GENERIC,
    user(`${d.text(2, 5)}\n\nGive the text above a title of at most six words.`),
  ],
  markdown: (d) => [
    user(
      `# Task\nFind contradictions between the two statements.\n\n## First\n${d.sentence()}\n\n## Second\n${d.sentence()}\n\n## Output\nOne line.`,
    ),
  ],
  sql: (d) => [
    system(
      `You write SQL for PostgreSQL.\n\nCREATE TABLE visits (id int, at date);\nCREATE TABLE people (id int, name text);\n\nReturn only the query.`,
    ),
    user(d.question()),
  ],
  twoSystems: (d) => [
    system('You moderate comments of readers.'),
    system(`The article is about ${d.words(2, 5)}.`),
    user(d.text(1, 3)),
  ],
  longSystem: (d) => [
    system(
      Array.from(
        { length: 40 },
        (_, i) => `Rule ${i}: the ${WORDS[i]} must be ${WORDS[i + 7]} when the ${WORDS[i + 3]} is here.`,
      ).join('\n'),
    ),
    user(d.question()),
  ],
  freeChat: (d) => [user(d.below(2) ? d.question() : d.text(1, 4))],
};

/** A log of all templates mixed; some are twenty times as frequent as others. */
export function plantedLog(seed: number, size: number): PlantedPrompt[] {
  const draw = new Draw(seed);
  const names = Object.keys(PLANTED);
  const weights = names.map(() => 1 + 19 * draw.next() ** 3);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Array.from({ length: size }, () => {
    let at = draw.next() * total;
    let i = 0;
    while (i < names.length - 1 && at >= weights[i]!) at -= weights[i++]!;
    const template = names[i]!;
    return { template, prompt: PLANTED[template]!(draw) };
  });
}
