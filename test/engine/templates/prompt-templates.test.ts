import { expect, test } from 'vitest';
import { promptTemplates } from '../../../src/engine/templates/prompt-templates.ts';
import type { Segment, SegmentFacts } from '../../../src/model/segment.ts';
import { makeCall } from '../../support/calls.ts';
import { assistant, promptTrie, system, tool, user } from '../../support/prompts.ts';
import { mined } from './mined.ts';
import { Draw } from './planted-templates.ts';

const draw = new Draw(11);
const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const groups = (ids: readonly string[]): number => new Set(ids).size;

/** Ids of logs that are mined together, log by log. */
function together(...logs: (readonly (readonly Segment[])[])[]): string[][] {
  const { ids } = mined(logs.flat());
  let at = 0;
  return logs.map(({ length }) => {
    at += length;
    return ids.slice(at - length, at);
  });
}

function areApart(...logs: (readonly (readonly Segment[])[])[]): void {
  const ids = together(...logs);
  for (const own of ids) expect(groups(own)).toBe(1);
  expect(groups(ids.flat())).toBe(logs.length);
}

function areOne(log: readonly (readonly Segment[])[]): void {
  const { ids } = mined([...log, ...times(20, () => [user(draw.text(1, 3))])]);
  expect(groups(ids.slice(0, log.length))).toBe(1);
  expect(ids[0]).not.toBe('');
}

const named = (name: string): Segment => tool({ type: 'function', function: { name, parameters: {} } });

test('one system prompt and ever other questions are one template', () => {
  areOne(times(30, () => [system('Answer as a sailor would.'), user(draw.question())]));
});

test('of a suite that asks each system prompt once, each is a template; of many written for one call none is', () => {
  const once = (count: number) => times(count, () => [system(draw.words(14, 30)), user(draw.question())]);
  const few = once(12);
  const { ids, labels } = mined(few);
  expect(groups(ids)).toBe(12);
  expect([...ids, ...labels]).not.toContain('');
  expect(mined([...few, ...once(4)]).ids.slice(0, 12)).toEqual(ids);
  expect(groups(mined(once(150)).ids)).toBe(1);
});

test('fixed wordings of the message part the calls of one system prompt', () => {
  const desk = system('You work at the desk of a newspaper.');
  areApart(
    times(20, () => [desk, user(`Translate to French: ${draw.text(1, 3)}`)]),
    times(20, () => [desk, user(`Summarise: ${draw.text(1, 3)}`)]),
  );
});

test.each([
  ['a date', () => `Today is ${draw.date()}. You plan trips. Offer three routes to choose from.`],
  ['a name', () => `The user is ${draw.name()}. You coach swimmers. Praise small steps they take.`],
  ['a tenant', () => `You serve the staff of ${draw.tenant()} in all questions about pay.`],
  ['documents', () => `Use these passages only.\n\n${draw.text(3, 9)}\n\nCite each passage by its number.`],
  ['an id', () => `request ${draw.id()}\nYou grade the essays of pupils. Give a mark.`],
])('a system prompt with %s in it is one template', (_, text) => {
  areOne(times(30, () => [system(text()), user(draw.question())]));
});

test.each([
  ['first', () => `List the names of all companies in this text.\n\n${draw.text(2, 5)}`],
  ['last', () => `${draw.text(2, 5)}\n\nRewrite the letter above in a formal tone.`],
  [
    'around it',
    () => `Read this review.\n"""\n${draw.text(2, 5)}\n"""\nHow many stars fit? Answer with a digit.`,
  ],
  ['around a slot', () => `Write a slogan for ${draw.words(2, 4)} in one cheerful sentence`],
  ['in JSON', () => JSON.stringify({ task: 'enrich', fields: ['title', 'brand'], item: draw.words(2, 6) })],
  ['in Chinese', () => `请将以下文本翻译成英文：${draw.han(20, 50)}`],
  ['in examples', () => `Q: the river\nA: north\nQ: the mill\nA: east\nQ: ${draw.words(2, 5)}\nA:`],
])('instructions %s are one template, without a system prompt', (_, text) => {
  areOne(times(25, () => [user(text())]));
});

test('templates that differ in their labels only are two', () => {
  areApart(
    times(20, () => [user(`Classify the message as positive or negative: ${draw.text(1, 2)}`)]),
    times(20, () => [user(`Classify the message as spam or ham: ${draw.text(1, 2)}`)]),
  );
});

test('two frequent versions of a system prompt are two, with a date in them as well', () => {
  const version = (sentence: string, date: string) =>
    `Date: ${date}\nYou write the weather for a radio. ${sentence} Mention the wind. Close with the mountains.`;
  for (const date of [() => 'none', () => `2026-11-${10 + draw.below(19)}`]) {
    areApart(
      times(20, () => [
        system(version('Start with the coast and its ports.', date())),
        user(draw.question()),
      ]),
      times(20, () => [
        system(version('Begin inland where most listeners live.', date())),
        user(draw.question()),
      ]),
    );
  }
});

test('all turns of a conversation belong to its beginning', () => {
  const turns = [
    system('Interview people about their youth.'),
    user('hello there'),
    assistant('Where?'),
    user('by the sea'),
  ];
  const { ids } = mined([turns.slice(0, 2), turns, [...turns, assistant('When?'), user('long ago')]]);
  expect(groups(ids)).toBe(1);
  expect(ids[0]).not.toBe('');
});

test('turns of one free conversation make no template, though old turns are left out of later calls', () => {
  const opening = user(draw.text(3, 4));
  const log = times(12, (i) => [opening, ...times(i, (k) => user(`${i} ${k} ${draw.words(5, 9)}`))]);
  expect(mined(log).ids).toEqual(times(12, () => ''));
});

test('tools that grow or change their order part nothing; tools that have none in common do', () => {
  const agent = system('Help people.');
  const with_ = (names: readonly string[]): Segment[] => [...names.map(named), agent, user(draw.question())];
  areApart(
    [...times(9, () => with_(['search', 'open'])), ...times(9, () => with_(['open', 'click', 'search']))],
    times(9, () => with_(['sql', 'chart'])),
    times(9, () => [agent, user(draw.question())]),
  );
});

test('a telling system prompt is one template whatever subset of the tools is offered', () => {
  const agent = system(
    'You help a salesperson keep records of visits. Confirm before you send anything to anybody.',
  );
  areOne(times(20, (i) => [named(['crm', 'mail', 'notes'][i % 3]!), agent, user(draw.question())]));
});

test('tools alone are a template', () => {
  areOne(times(9, () => [named('get_weather'), user(draw.question())]));
});

test('examples before ever other questions are a template', () => {
  const shots = [user('Turn the requests of the visitors into short commands.'), assistant('ready')];
  areOne(times(15, () => [...shots, user(draw.words(3, 6))]));
});

test('free chat is one group without a name', () => {
  const { ids, labels } = mined(times(300, () => [user(draw.below(2) ? draw.question() : draw.text(1, 4))]));
  expect(ids).toEqual(times(300, () => ''));
  expect(new Set(labels)).toEqual(new Set(['']));
});

test('questions that people open alike stay one template below their system prompt', () => {
  const chat = system('You are a helpful assistant.');
  const log = times(200, (i) => [chat, user(`${i % 2 ? 'How do I' : 'What is'} ${draw.words(3, 8)}?`)]);
  expect(groups(mined(log).ids)).toBe(1);
});

test('embeddings have a template of their own; a call without a prompt has none', () => {
  const { ids, templates } = mined(
    times(9, () => [user(draw.text(1, 2))]),
    { endpoint: 'embedding' },
  );
  expect(groups(ids)).toBe(1);
  expect(ids[0]).not.toBe('');
  expect(templates.label(templates.of(makeCall({ prompt: 0, endpoint: 'embedding' })))).toBe('embeddings');
  expect(templates.of(makeCall({ prompt: -1 }))).toBe(-1);
});

test('prompts known by the hashes of their blocks go by the first block where many share it', () => {
  const block = (hash: string): Segment => ({ kind: 'block', role: '', strings: [hash], tokens: 512 });
  const shared = times(9, (i) => [block('a'), block(`a${i}`)]);
  const others = times(9, (i) => [block(`b${i}`)]);
  const [first, rest] = together(shared, others);
  expect(groups(first!)).toBe(1);
  expect(first![0]).not.toBe('');
  expect(rest).toEqual(times(9, () => ''));
});

test('labels show what is fixed and mark what varies', () => {
  const log = times(20, () => [system(`Today is ${draw.date()}. You plan trips.`), user(draw.question())]);
  expect(mined(log).labels[0]).toBe('Today is <*> You plan trips.');
  const slots = times(20, () => [user(`Write a slogan for ${draw.words(2, 4)} in one cheerful sentence`)]);
  expect(mined(slots).labels[0]).toBe('Write a slogan for <*> in one cheerful sentence');
});

test('hostile prompts and tools get some template', () => {
  const log = [
    [system('\u0000\ud800'.repeat(20)), user('')],
    [user('"{[')],
    ...times(40, (i) => [named(`t${i}`), named(`t${i + 1}`), user('')]),
  ];
  expect(mined(log).ids).toHaveLength(42);
});

test('prompts that begin with "You are a" and share a rule of the house are told apart', () => {
  const roles = [
    'tax adviser',
    'librarian',
    'journalist',
    'claims adjuster',
    'school teacher',
    'product manager',
  ];
  const tasks = ['Plan the following lesson by topic.', 'Explain the following essay for the whole family.'];
  const rules = ['Answer only from the given material.', 'Do not use emojis.', 'Quote all numbers exactly.'];
  const logs = times(24, (i) => {
    const text = `You are a ${roles[i % 6]}. ${tasks[i % 2]} Speak of page ${'abcdefghijklmnopqrstuvwx'[i]} alone and of its author. ${rules[i % 3]}`;
    return times(6 + 2 * i, () => [system(text), user(draw.question())]);
  });
  areApart(...logs);
});

test('tasks of some sentences below the same rules of a house are told apart', () => {
  const house = `You work for a maker of garden tools. Never promise a refund. Speak in a friendly voice. Keep what customers tell you to yourself. Answer in the language of the question.`;
  const logs = times(20, (i) => {
    const name = 'abcdefghijklmnopqrst'[i]!.repeat(4);
    const task = `Your task is to sort the ${name} of the day. Begin with the oldest ${name} and end with the newest.`;
    return times(12, () => [system(`${house} ${task}`), user(draw.question())]);
  });
  areApart(...logs);
});

test('one value within a sentence is no other template, though few values recur', () => {
  const hotels = [
    'river window',
    'office summer',
    'needle velvet',
    'please update',
    'copper bridge',
    'island paper',
  ];
  areOne(
    times(120, (i) => [
      system(`You are the concierge of hotel ${hotels[i % 6]}. Answer guests politely.`),
      user(draw.question()),
    ]),
  );
});

test('labels hold no keys, hashes or ids', () => {
  for (const value of ['9f8e7d6c5b4a39281706f5e4d3c2b1a0', '0b2c6ef4-8a1d-4f5e-9c3b-7d2e1f0a9b8c']) {
    const prompt = system(`You are the bot of a shop. Use the token ${value} for orders. Be kind to all.`);
    const { labels } = mined(times(9, () => [prompt, user(draw.question())]));
    expect(labels[0]).toBe('You are the bot of a shop. Use the token <*> for orders. Be kind to all.');
  }
});

test('tools in ever other orders are one template, and the names of each are read once', () => {
  const tools = times(12, (i) => named(`tool_${i}`));
  const log = times(12, (i) => [...tools.slice(i), ...tools.slice(0, i), user(`${i}`)]);
  const { prompts, nodes } = promptTrie(log);
  let reads = 0;
  const facts = (segment: number) => {
    const { kind, names, outline, normalizedKey, preview } = prompts.facts(segment);
    return {
      ...{ kind, outline, normalizedKey, preview },
      get names() {
        reads++;
        return names;
      },
    } as unknown as SegmentFacts;
  };
  const counted = new Proxy(prompts, {
    get: (target, name) => {
      if (name === 'facts') return facts;
      const member = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  const templates = promptTemplates(counted, () => new Set(nodes));
  const ids = nodes.map((prompt) => templates.id(templates.of(makeCall({ prompt }))));
  expect(groups(ids)).toBe(1);
  expect(reads).toBe(tools.length);
});
