import { sentence } from '../../../src/demo/prose.ts';
import { type CleanLog, officeTimes, someUser } from './clean-log.ts';

/** What users search for, embedded as they type it. */
const embeddings: CleanLog = {
  name: 'embeddings',
  ending: 'jsonl',
  lines: (random, count) =>
    officeTimes(random, 200).map((time, i) => {
      const input = sentence(random);
      return JSON.stringify({
        id: `embed-${i}`,
        timestamp: new Date(time).toISOString(),
        user: someUser(random),
        metadata: { feature: 'search-box' },
        status: 200,
        latency_ms: random.between(60, 200),
        request: { model: 'text-embedding-3-small', input },
        response: {
          object: 'list',
          data: [{ object: 'embedding', index: 0, embedding: [0.1, 0.2] }],
          model: 'text-embedding-3-small',
          usage: { prompt_tokens: count(input), total_tokens: count(input) },
        },
      });
    }),
};

const FEATURES = ['letters', 'minutes', 'notices', 'answers', 'tenders', 'guides'] as const;

/** Counts only, as a gateway writes them. */
const csv: CleanLog = {
  name: 'csv-without-text',
  ending: 'csv',
  lines: (random) => [
    'timestamp,request_id,model,user,feature,status,prompt_tokens,completion_tokens,latency_ms',
    ...officeTimes(random, 300).map((time, i) =>
      [
        new Date(time).toISOString(),
        `row-${i}`,
        random.pick(['gpt-5.4-mini', 'gpt-5.4']),
        someUser(random),
        random.pick(FEATURES),
        200,
        random.between(300, 900),
        random.between(150, 450),
        random.between(900, 5000),
      ].join(','),
    ),
  ],
};

export const otherLogs = [embeddings, csv] as const;
