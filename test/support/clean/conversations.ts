import type { ExchangeLine, ExchangeMessage } from '../../../src/demo/exchange-line.ts';
import { paragraph, sentence } from '../../../src/demo/prose.ts';
import type { Random } from '../../../src/demo/random.ts';
import { billed, type CleanLog, officeTimes, someUser } from './clean-log.ts';

type Draft = Omit<ExchangeLine, 'usage'>;

/** Many users who talk in several turns; the guide that comes first is long enough for the provider's cache. */
const chat: CleanLog = {
  name: 'chat-many-users',
  ending: 'jsonl',
  lines: (random, count) => {
    const system = `You are the assistant of an association of allotment gardens. House rules:\n${paragraph(random, 70)}`;
    const drafts = officeTimes(random, 60).flatMap((start, c) => {
      const messages: ExchangeMessage[] = [];
      const user = someUser(random);
      let time = start;
      return Array.from({ length: random.between(2, 6) }, (_, turn): Draft => {
        messages.push({ role: 'user', content: `${sentence(random)} ${sentence(random)} What now?` });
        const answer = paragraph(random, random.between(5, 9));
        const draft: Draft = {
          api: 'openai',
          id: `chat-${c}-${turn}`,
          time,
          model: 'gpt-5.4-mini',
          system,
          messages: [...messages],
          answer: { content: answer },
          user,
          session: `chat-session-${c}`,
          feature: 'garden-chat',
          request: { stream: true },
        };
        messages.push({ role: 'assistant', content: answer });
        time += random.between(40_000, 150_000);
        return draft;
      });
    });
    return billed(drafts, count);
  },
};

const TOOLS = ['list_files', 'read_file', 'search_code', 'run_tests', 'apply_patch'].map((name) => ({
  name,
  description: `The tool ${name} of the workspace. It works on paths below the root of the repository and returns text.`,
  parameters: {
    type: 'object',
    properties: {
      path: { type: 'string', description: 'Path below the root.' },
      detail: { type: 'string', description: 'What exactly is wanted.' },
    },
    required: ['path'],
  },
}));

/** Sessions of an agent that uses all its tools, one step after another. */
function agentSessions(random: Random, api: 'openai' | 'anthropic', model: string): Draft[] {
  const system = `You change code in a repository until its tests pass. Conventions:\n${paragraph(random, 70)}`;
  return officeTimes(random, 25).flatMap((start, s) => {
    const messages: ExchangeMessage[] = [{ role: 'user', content: `Task: ${paragraph(random, 4)}` }];
    let time = start;
    const steps = random.between(6, 12);
    return Array.from({ length: steps }, (_, step): Draft => {
      const { name } = TOOLS[(s + step) % TOOLS.length]!;
      const content = paragraph(random, random.between(2, 4));
      const argument = JSON.stringify({
        path: `src/part-${random.between(1, 900)}.ts`,
        detail: sentence(random),
      });
      const toolCalls = step === steps - 1 ? undefined : [{ name, arguments: argument }];
      const draft: Draft = {
        api,
        id: `${api}-agent-${s}-${step}`,
        time,
        model,
        system,
        tools: TOOLS,
        messages: [...messages],
        answer: { content, ...(toolCalls && { toolCalls }) },
        user: someUser(random, 12),
        session: `${api}-agent-session-${s}`,
        feature: 'code-agent',
        maxTokens: 8000,
        request: api === 'anthropic' ? { cache_control: { type: 'ephemeral' } } : {},
      };
      messages.push({ role: 'assistant', content, ...(toolCalls && { toolCalls }) });
      messages.push({ role: 'tool', content: paragraph(random, random.between(4, 12)) });
      time += random.between(6_000, 40_000);
      return draft;
    });
  });
}

const anthropicAgent: CleanLog = {
  name: 'agent-anthropic',
  ending: 'jsonl',
  lines: (random, count) => billed(agentSessions(random, 'anthropic', 'claude-sonnet-5'), count),
};

const openaiAgent: CleanLog = {
  name: 'agent-openai',
  ending: 'jsonl',
  lines: (random, count) => billed(agentSessions(random, 'openai', 'gpt-5.2'), count),
};

/** A person and a code assistant: long answers, some thinking before them. */
const codeAssistant: CleanLog = {
  name: 'code-assistant',
  ending: 'jsonl',
  lines: (random, count) => {
    const drafts = officeTimes(random, 120).map(
      (time, i): Draft => ({
        api: 'openai',
        id: `code-${i}`,
        time,
        model: 'gpt-5.4',
        system: 'You are a pair programmer. Explain briefly, then give the whole changed file.',
        messages: [
          { role: 'user', content: `${paragraph(random, random.between(8, 16))} How should I change it?` },
        ],
        answer: { content: `${paragraph(random, random.between(18, 40))}` },
        user: someUser(random, 15),
        feature: 'pair-programming',
        request: { stream: true },
      }),
    );
    return billed(drafts, count, () => random.between(100, 500));
  },
};

export const conversationLogs = [chat, anthropicAgent, openaiAgent, codeAssistant] as const;
