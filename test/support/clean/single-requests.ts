import type { ExchangeLine } from '../../../src/demo/exchange-line.ts';
import { paragraph, sentence } from '../../../src/demo/prose.ts';
import { documents } from '../../../src/demo/tasks.ts';
import { billed, type CleanLog, officeTimes, someUser } from './clean-log.ts';

type Draft = Omit<ExchangeLine, 'usage'>;

/** Questions over documents that were retrieved for each of them. */
const rag: CleanLog = {
  name: 'rag',
  ending: 'jsonl',
  lines: (random, count) => {
    const drafts = officeTimes(random, 200).map(
      (time, i): Draft => ({
        api: 'openai',
        id: `rag-${i}`,
        time,
        model: 'gpt-5.4-mini',
        system: 'Answer from the documents alone, and name the one you used.',
        messages: [
          {
            role: 'user',
            content: [
              ...documents(random, random.between(4, 6)),
              `Question: ${sentence(random)} What follows?`,
            ].join('\n\n'),
          },
        ],
        answer: { content: paragraph(random, random.between(5, 9)) },
        user: someUser(random),
        feature: 'manual-search',
      }),
    );
    return billed(drafts, count);
  },
};

const LABELS = ['garden', 'house', 'street', 'other'] as const;

/** One word for each message, on the smallest model there is. */
const classification: CleanLog = {
  name: 'classification',
  ending: 'jsonl',
  lines: (random, count) => {
    const drafts = officeTimes(random, 250).map(
      (time, i): Draft => ({
        api: 'openai',
        id: `label-${i}`,
        time,
        model: 'gpt-6-luna',
        system: `Sort the report into one of: ${LABELS.join(', ')}. Answer with the word alone.`,
        messages: [{ role: 'user', content: paragraph(random, random.between(2, 5)) }],
        answer: { content: random.pick(LABELS) },
        user: someUser(random),
        feature: 'report-sorting',
        maxTokens: 64,
      }),
    );
    return billed(drafts, count);
  },
};

const SCHEMA = {
  type: 'json_schema',
  json_schema: {
    name: 'damage',
    strict: true,
    schema: { type: 'object', properties: { place: { type: 'string' } } },
  },
};

/** Fields out of letters as JSON and nothing else, on the smallest model. */
const extraction: CleanLog = {
  name: 'extraction',
  ending: 'jsonl',
  lines: (random, count) => {
    const drafts = officeTimes(random, 150).map(
      (time, i): Draft => ({
        api: 'openai',
        id: `extract-${i}`,
        time,
        model: 'gpt-6-luna',
        system: 'Take the fields place, date, amount and summary from the letter. Answer with JSON.',
        messages: [{ role: 'user', content: paragraph(random, random.between(5, 9)) }],
        answer: {
          content: JSON.stringify({
            place: `hall ${random.between(1, 500)}`,
            date: `2026-0${random.between(1, 9)}-${random.between(10, 28)}`,
            amount: random.between(10, 9000),
            summary: sentence(random),
          }),
        },
        user: someUser(random),
        feature: 'letter-fields',
        request: { response_format: SCHEMA },
      }),
    );
    return billed(drafts, count);
  },
};

/** A week of a tool that few people use. */
const lowVolume: CleanLog = {
  name: 'low-volume-tool',
  ending: 'jsonl',
  lines: (random, count) => {
    const drafts = officeTimes(random, 14).map(
      (time, i): Draft => ({
        api: 'anthropic',
        id: `tool-${i}`,
        time,
        model: 'claude-sonnet-5',
        system: 'You rewrite minutes of meetings as a list of decisions.',
        messages: [{ role: 'user', content: paragraph(random, random.between(6, 10)) }],
        answer: { content: paragraph(random, random.between(2, 5)) },
        user: someUser(random, 4),
      }),
    );
    return billed(drafts, count);
  },
};

/** Every night at the batch rate, each record once. */
const nightlyBatch: CleanLog = {
  name: 'nightly-batch',
  ending: 'jsonl',
  lines: (random, count) => {
    const night = Date.UTC(2026, 10, 9, 2);
    const drafts = Array.from(
      { length: 240 },
      (_, i): Draft => ({
        api: 'openai',
        id: `night-${i}`,
        time: night + Math.floor(i / 60) * 86_400_000 + (i % 60) * 900,
        model: 'gpt-5.4-mini',
        system: 'Summarise the report of the day in one paragraph for the archive.',
        messages: [{ role: 'user', content: paragraph(random, random.between(9, 15)) }],
        answer: { content: paragraph(random, random.between(5, 8)) },
        feature: 'nightly-archive',
        request: { service_tier: 'batch' },
      }),
    );
    return billed(drafts, count);
  },
};

export const singleRequestLogs = [rag, classification, extraction, lowVolume, nightlyBatch] as const;
