import { type DemoUsage, type LogLine, lineOf, promptOf, type Truth, usageOf } from './log-line.ts';
import type { PlantedLine } from './plants/plant.ts';
import { Random } from './random.ts';
import { opening, POLITE_VARIANTS, retyped } from './rewording.ts';
import { occasions } from './schedule.ts';
import type { Draft } from './tasks.ts';
import { LOOP_CALLS, type Plan, pad, planWaste } from './waste.ts';

/** Time between the attempts of a client that does not back off. */
const RETRY_GAP_MS = 400;
const LOOP_GAP_MS = 9_000;

/**
 * A made-up week of an ordinary product: 40% classification, 30% questions and answers, 20% code, 10% reasoning, several
 * features, models and users, and the waste of `waste.ts`. The same arguments give the same lines, in no order. `count`
 * counts o200k_base tokens, from which the logged usage is made.
 */
export function weekLines(requests: number, seed: number, count: (text: string) => number): PlantedLine[] {
  const random = new Random(seed);
  const plans = planWaste(requests, random);
  return pad(plans, plainTokens(plans, count), count, random)
    .flatMap((plan, number) => enact(plan, number, count, random))
    .map((line) => ({
      id: line.id,
      time: line.time,
      line: lineOf(line),
      truth: [...line.truth, ...overpowered(line)],
    }));
}

/** One of six labels takes no large model: each answer of the classifier is too dear, whatever else is wasteful about it. */
function overpowered({ draft, status, usage }: LogLine): Truth[] {
  if (draft.task.name !== 'classification' || status !== 200 || usage === undefined) return [];
  return [{ detector: 'overpowered-model', tokens: usage.input + usage.output }];
}

function plainTokens(plans: readonly Plan[], count: (text: string) => number): number {
  return plans.reduce((sum, { draft, failures, repeats }) => {
    const { input, output } = usageOf(promptOf(draft, [], draft.question), draft, count);
    const billedFailures = failures.filter((status) => status !== 429).length;
    const repeated = repeats.reduce((calls, kind) => calls + (kind === 'loop' ? LOOP_CALLS - 1 : 1), 0);
    return sum + (input + output) * (1 + repeated + billedFailures);
  }, 0);
}

/** All log lines of one request: its failed attempts, its success, its repeats. */
function enact(plan: Plan, number: number, count: (text: string) => number, random: Random): LogLine[] {
  const { draft, padding, failures, repeats } = plan;
  const name = `req-${String(number).padStart(5, '0')}`;
  const times = occasions(random, 1 + repeats.length);
  const prompt = promptOf(draft, padding, draft.question);
  const usage = usageOf(prompt, draft, count);
  const base = { draft, prompt, usage, user: someUser(random), trace: `trace-${name}` };
  const lines: LogLine[] = [];
  let time = times[0]!;
  failures.forEach((status, i) => {
    const billed = status === 429 ? undefined : cutShort(usage);
    const tokens = billed === undefined ? 0 : billed.input + billed.output;
    const truth: Truth[] = [
      { detector: 'retry-storms', tokens },
      { detector: 'failed-calls', tokens },
    ];
    const latencyMs = status === 429 ? 40 : random.between(900, 2500);
    lines.push({
      ...base,
      id: `${name}-a${i + 1}`,
      time,
      status,
      latencyMs,
      attempt: i + 1,
      usage: billed,
      truth,
    });
    time += latencyMs + RETRY_GAP_MS;
  });
  const padded: Truth[] =
    padding.length > 0
      ? [{ detector: 'oversized-context', tokens: usage.input - plainInput(draft, count) }]
      : [];
  lines.push({
    ...base,
    id: name,
    time,
    status: 200,
    latencyMs: latency(usage.output, random),
    attempt: failures.length + 1,
    truth: padded,
  });
  let politeNumber = 0;
  repeats.forEach((kind, r) => {
    const id = `${name}-r${r + 1}`;
    const again = {
      user: someUser(random),
      status: 200,
      attempt: 1,
      latencyMs: latency(usage.output, random),
    };
    if (kind === 'politer' && politeNumber < POLITE_VARIANTS) {
      const politePrompt = { ...prompt, user: `${opening(politeNumber++)}${prompt.user}` };
      const politeUsage = usageOf(politePrompt, draft, count);
      const truth: Truth[] = [
        { detector: 'near-duplicates', tokens: politeUsage.input + politeUsage.output },
      ];
      lines.push({
        ...base,
        ...again,
        id,
        trace: `trace-${id}`,
        time: times[r + 1]!,
        prompt: politePrompt,
        usage: politeUsage,
        truth,
      });
      return;
    }
    const calls = kind === 'loop' ? LOOP_CALLS - 1 : 1;
    const asked = kind === 'retyped' ? promptOf(draft, padding, retyped(draft.question, random)) : prompt;
    const askedUsage = kind === 'retyped' ? usageOf(asked, draft, count) : usage;
    for (let c = 0; c < calls; c++) {
      const tokens = askedUsage.input + askedUsage.output;
      const truth: Truth[] = [{ detector: 'duplicates', tokens }];
      // Within a loop every call after its first is also an attempt nobody needed.
      if (kind === 'loop' && c > 0) truth.push({ detector: 'retry-storms', tokens });
      const loopId = calls > 1 ? `${id}-${c + 1}` : id;
      const at = times[r + 1]! + c * LOOP_GAP_MS;
      lines.push({
        ...base,
        ...again,
        id: loopId,
        trace: `trace-${loopId}`,
        time: at,
        prompt: asked,
        usage: askedUsage,
        truth,
      });
    }
  });
  return lines;
}

/** The server broke off near the end of the answer; what it had written is billed. */
function cutShort({ input, output }: DemoUsage): DemoUsage {
  return { input, output: Math.floor(output * 0.95), reasoning: 0 };
}

function plainInput(draft: Draft, count: (text: string) => number): number {
  return usageOf(promptOf(draft, [], draft.question), draft, count).input;
}

function someUser(random: Random): string {
  return `user-${String(Math.floor(random.next() ** 1.6 * 40) + 1).padStart(2, '0')}`;
}

function latency(outputTokens: number, random: Random): number {
  return 250 + outputTokens * random.between(9, 16);
}
