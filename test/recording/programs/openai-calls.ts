import type OpenAI from 'openai';

interface Client {
  readonly openai: OpenAI;
  readonly forUser: (user: string) => OpenAI;
}

const { openai, forUser } = (await import(String(process.argv[2]))) as Client;
const model = 'gpt-4.1';

function messages(content: string) {
  return [{ role: 'user' as const, content }];
}

function ask(content: string, client = openai) {
  return client.chat.completions.create({ model, messages: messages(content) });
}

async function read(stream: AsyncIterable<unknown>) {
  let events = 0;
  for await (const _ of stream) events++;
  return events;
}

const streamed = { model, messages: messages('streamed'), stream_options: { include_usage: true } };

const answer = await ask('plain', forUser('u-17'));
const events = await read(await openai.chat.completions.create({ ...streamed, stream: true }));
await openai.chat.completions.stream(streamed).finalChatCompletion();
await openai.responses.create({ model, input: 'a response' });
await read(await openai.responses.create({ model, input: 'a streamed response', stream: true }));
await openai.embeddings.create({ model: 'text-embedding-3-small', input: 'a text' });
await ask('busy');
for (const word of ['wrong', 'page', 'gone'])
  await ask(word, openai.withOptions({ maxRetries: 0 })).catch(() => undefined);
await Promise.all(Array.from({ length: 20 }, (_, i) => ask(`one of many, ${i} ${'long '.repeat(20_000)}`)));
process.stdout.write(JSON.stringify([answer.choices[0]?.message.content, events]));
