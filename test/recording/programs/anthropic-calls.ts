import type Anthropic from '@anthropic-ai/sdk';

const { anthropic } = (await import(String(process.argv[2]))) as { anthropic: Anthropic };

function asked(content: string) {
  return { model: 'claude-haiku-4-5', max_tokens: 100, messages: [{ role: 'user' as const, content }] };
}

const answer = await anthropic.messages.create({ ...asked('plain'), metadata: { user_id: 'u-17' } });
let events = 0;
for await (const _ of await anthropic.messages.create({ ...asked('streamed'), stream: true })) events++;
const said = await anthropic.messages.stream(asked('streamed again')).finalText();
await anthropic.messages.create(asked('busy'));
await anthropic.messages.create(asked('wrong')).catch(() => undefined);
process.stdout.write(JSON.stringify([answer.content[0]?.type, events, said]));
