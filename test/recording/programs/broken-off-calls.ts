import type OpenAI from 'openai';

const { openai } = (await import(String(process.argv[2]))) as { openai: OpenAI };

const stream = await openai.chat.completions.create({
  model: 'gpt-4.1-mini',
  messages: [{ role: 'user', content: 'endless' }],
  stream: true,
});
for await (const _ of stream) break;
