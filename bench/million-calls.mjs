// A log of a million calls with text, as short as text can be and still be of every shape: chats, agents, batches, repeats.
import { make, prose, randomFrom, wordsFrom } from './inputs.mjs';

const CALLS = 1_000_000;
const START = Date.UTC(2026, 10, 2);
const STEP_MS = 600;
const TOOLS = ['search', 'read', 'write', 'test', 'ask'].map((name) => ({
  type: 'function',
  function: {
    name,
    description: `The tool ${name}.`,
    parameters: { type: 'object', properties: { path: {} } },
  },
}));

/** One line; `sizes` are tokens: prompt, cached, output. */
function line({ id, time, model, messages, tools, answer, sizes, status = 200, ...who }) {
  const [prompt_tokens, cached_tokens, completion_tokens] = sizes;
  const usage = { prompt_tokens, completion_tokens, prompt_tokens_details: { cached_tokens } };
  return JSON.stringify({
    id,
    timestamp: new Date(time).toISOString(),
    ...who,
    status,
    latency_ms: 900,
    request: { model, messages, ...(tools && { tools }) },
    response:
      status === 200
        ? {
            model,
            choices: [{ index: 0, message: { role: 'assistant', content: answer }, finish_reason: 'stop' }],
            usage,
          }
        : { error: { type: 'server_error' } },
  });
}

function* calls() {
  const random = randomFrom(11);
  const word = wordsFrom(random, 40_000);
  const from = (list) => list[Math.floor(random() * list.length)];
  const systems = Array.from({ length: 60 }, () => prose(word, random, 60));
  const rules = prose(word, random, 1200);
  const labels = ['red', 'green', 'blue'];
  const open = [];
  let session = 0;
  for (let i = 0; i < CALLS; i++) {
    const id = `m${i}`;
    const time = START + i * STEP_MS;
    const user = `user-${Math.floor(random() * 5000)}`;
    const point = random();
    if (point < 0.35) {
      // One of the steps of twenty agents at work: the history is sent again and again.
      const at = Math.floor(random() * 20);
      open[at] ??= {
        name: `s${session++}`,
        messages: [
          { role: 'system', content: from(systems) },
          { role: 'user', content: prose(word, random, 40) },
        ],
        size: 120,
      };
      const { name, messages, size } = open[at];
      const answer = prose(word, random, 15);
      const cached = size > 400 ? 256 : 0;
      yield line({
        id,
        time,
        session_id: name,
        user: `agent-${at}`,
        model: 'gpt-4.1',
        messages,
        tools: TOOLS,
        answer,
        sizes: [size + 200, cached, 20],
      });
      messages.push(
        { role: 'assistant', content: answer },
        { role: 'user', content: prose(word, random, 15) },
      );
      open[at].size += 40;
      if (messages.length > 18) open[at] = undefined;
    } else if (point < 0.65) {
      const messages = [
        { role: 'system', content: from(systems) },
        { role: 'user', content: prose(word, random, 40) },
      ];
      yield line({
        id,
        time,
        user,
        metadata: { feature: 'chat' },
        model: from(['gpt-5-mini', 'gpt-4.1']),
        messages,
        answer: prose(word, random, 25),
        sizes: [130, 0, 40],
      });
    } else if (point < 0.75) {
      // Free text without any fixed part.
      const messages = [{ role: 'user', content: prose(word, random, 50) }];
      yield line({
        id,
        time,
        user,
        model: 'gpt-5-mini',
        messages,
        answer: prose(word, random, 20),
        sizes: [60, 0, 30],
      });
    } else if (point < 0.9) {
      const messages = [
        { role: 'user', content: `Name the colour. Answer with one word.\n${prose(word, random, 30)}` },
      ];
      yield line({
        id,
        time,
        model: 'gpt-4o',
        messages,
        answer: from(labels),
        sizes: [50, 0, 1],
        metadata: { feature: 'colours' },
      });
    } else {
      // A few prompts that come again, some of which fail; their rules are long.
      const messages = [
        { role: 'system', content: point < 0.905 ? rules : systems[0] },
        { role: 'user', content: `Report number ${Math.floor(random() * 500)}` },
      ];
      const status = random() < 0.05 ? 500 : 200;
      yield line({
        id,
        time,
        trace_id: `t${i >> 2}`,
        model: 'gpt-4.1',
        messages,
        answer: 'Done.',
        status,
        sizes: [200, 0, 2],
      });
    }
  }
}

export const millionLog = () => make('million.jsonl', Number.POSITIVE_INFINITY, calls());
