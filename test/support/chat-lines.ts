import fc from 'fast-check';

/** What one line of a home-made chat log says; absent fields are not written. */
export interface ChatLine {
  readonly id?: string;
  /** The response's own id. */
  readonly responseId?: string;
  readonly at?: number;
  readonly model?: string;
  readonly prompt?: readonly object[];
  readonly request?: object;
  readonly answer?: string;
  readonly usage?: { readonly input: number; readonly output: number; readonly cached?: number };
  readonly status?: number;
  readonly user?: string;
  readonly feature?: string;
  readonly attempt?: number;
}

export const START = Date.UTC(2026, 8, 1, 9);

/** One JSONL line without its end, as a logger around the OpenAI SDK writes it. */
export function chatLine(line: ChatLine): string {
  return JSON.stringify(chatRecord(line));
}

export function chatRecord({ model = 'gpt-4.1', answer = 'Yes.', status = 200, ...line }: ChatLine): object {
  const usage = line.usage && {
    prompt_tokens: line.usage.input,
    completion_tokens: line.usage.output,
    total_tokens: line.usage.input + line.usage.output,
    prompt_tokens_details: { cached_tokens: line.usage.cached ?? 0 },
  };
  const messages = line.prompt ?? [{ role: 'user', content: 'Is it?' }];
  return {
    ...(line.id !== undefined && { id: line.id }),
    ...(line.at !== undefined && { timestamp: new Date(line.at).toISOString() }),
    ...(line.user !== undefined && { user: line.user }),
    ...(line.feature !== undefined && { feature: line.feature }),
    ...(line.attempt !== undefined && { attempt: line.attempt }),
    status,
    latency_ms: 700,
    request: { model, messages, ...line.request },
    response:
      status < 400
        ? {
            ...(line.responseId !== undefined && { id: line.responseId }),
            object: 'chat.completion',
            model,
            choices: [{ index: 0, message: { role: 'assistant', content: answer }, finish_reason: 'stop' }],
            usage,
          }
        : { error: { type: 'server_error', message: 'no' }, usage },
  };
}

const QUESTIONS = [
  'Sum 3 and 4.',
  'Please sum 3 and 4.',
  'sum  3 and 4.',
  'Öl für 10 € “heute”? 🙂',
  'Name a river.',
];
const SYSTEMS = ['You answer briefly.', 'Classify the text into one of nine labels. '.repeat(12)];

/** Random small logs with repeats, failures, retries, cached tokens, unknown models, and calls that lack nearly anything. */
export const chatLog: fc.Arbitrary<ChatLine[]> = fc
  .array(
    fc.record(
      {
        minute: fc.nat(20_000),
        model: fc.constantFrom(
          'gpt-4.1',
          'gpt-4o-mini',
          'gpt-5',
          'claude-sonnet-4-5',
          'a-model-nobody-knows',
        ),
        question: fc.constantFrom(...QUESTIONS),
        system: fc.constantFrom(...SYSTEMS),
        answer: fc.constantFrom('7', 'The Rhine.', 'I cannot say.'),
        usage: fc.record({
          input: fc.integer({ min: 1, max: 4000 }),
          output: fc.nat(900),
          cached: fc.nat(1),
        }),
        status: fc.constantFrom(200, 200, 200, 429, 500),
        user: fc.constantFrom('ann', 'bob', 'çelik'),
        feature: fc.constantFrom('chat', 'classify'),
        hasId: fc.boolean(),
        attempt: fc.integer({ min: 1, max: 3 }),
      },
      { requiredKeys: ['question', 'model'] },
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((rows) =>
    rows.map(({ minute, question, system, usage, hasId, ...row }, i) => ({
      ...row,
      ...(hasId && { id: `call-${i}` }),
      ...(minute !== undefined && { at: START + minute * 60_000 }),
      ...(usage && { usage: { ...usage, cached: usage.cached * Math.floor(usage.input / 2) } }),
      prompt: [...(system ? [{ role: 'system', content: system }] : []), { role: 'user', content: question }],
    })),
  );
