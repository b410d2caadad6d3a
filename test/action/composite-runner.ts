import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A composite action as far as one is run here. */
export interface Action {
  readonly inputs: Readonly<Record<string, ActionInput>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export interface ActionInput {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string;
}

export interface Step {
  readonly id?: string;
  readonly name: string;
  readonly if?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

export interface Job {
  /** `GITHUB_WORKSPACE`. */
  readonly workspace: string;
  /** `RUNNER_TEMP`. */
  readonly temp: string;
  /** `GITHUB_ACTION_PATH`. */
  readonly actionPath: string;
  readonly token: string;
  /** More of the runner's environment. */
  readonly env: Readonly<Record<string, string>>;
}

export interface JobRun {
  /** Of the step that failed, 0 if none did. */
  readonly code: number;
  /** Names of the steps that ran, also those that use another action. */
  readonly ran: readonly string[];
  /** Names of the steps that use another action, which is not run. */
  readonly used: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
  readonly summary: string;
}

type Outputs = Readonly<Record<string, string>>;

/** Runs the steps of a composite action one after another, as GitHub's runner does; one that fails ends it. */
export async function runAction(
  action: Action,
  given: Readonly<Record<string, string>>,
  job: Job,
): Promise<JobRun> {
  const inputs: Record<string, string> = {};
  const steps = new Map<string, Outputs>();
  const evaluated = (text: string) => substituted(text, (path) => contextValue(path, { inputs, steps, job }));
  for (const [name, input] of Object.entries(action.inputs)) {
    inputs[name] = given[name] ?? evaluated(input.default ?? '');
  }
  const [ran, used]: string[][] = [[], []];
  const summaryFile = join(job.temp, 'summary');
  writeFileSync(summaryFile, '');
  let [code, log] = [0, ''];
  for (const step of action.runs.steps) {
    if (step.if !== undefined && evaluated(step.if) !== 'true') continue;
    ran!.push(step.name);
    if (step.run === undefined) {
      used!.push(step.name);
      continue;
    }
    const done = await runScript(step, step.run, evaluated, job, summaryFile);
    log += done.log;
    if (step.id !== undefined) steps.set(step.id, done.outputs);
    code = done.code;
    if (code !== 0) break;
  }
  const outputs = Object.fromEntries(
    Object.entries(action.outputs).map(([name, { value }]) => [name, evaluated(value)]),
  );
  return { code, ran: ran!, used: used!, outputs, log, summary: readFileSync(summaryFile, 'utf8') };
}

async function runScript(
  step: Step,
  script: string,
  evaluated: (text: string) => string,
  job: Job,
  summaryFile: string,
): Promise<{ readonly code: number; readonly log: string; readonly outputs: Outputs }> {
  const folder = mkdtempSync(join(job.temp, 'step-'));
  const [scriptFile, outputFile] = [join(folder, 'script.sh'), join(folder, 'output')];
  writeFileSync(scriptFile, script);
  writeFileSync(outputFile, '');
  const env = Object.entries(step.env ?? {}).map(([name, value]) => [name, evaluated(value)]);
  // As the runner starts `shell: bash`.
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', scriptFile], {
    cwd: resolve(job.workspace, evaluated(step['working-directory'] ?? '')),
    env: {
      ...{ PATH: process.env.PATH, HOME: job.temp, CI: 'true', GITHUB_ACTIONS: 'true' },
      ...{ GITHUB_WORKSPACE: job.workspace, RUNNER_TEMP: job.temp, GITHUB_ACTION_PATH: job.actionPath },
      ...{ GITHUB_OUTPUT: outputFile, GITHUB_STEP_SUMMARY: summaryFile },
      ...job.env,
      ...Object.fromEntries(env),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  }
  const code = await new Promise<number>((done, fail) => {
    child.on('error', fail).on('close', (status) => done(status ?? -1));
  });
  return { code, log, outputs: readOutputs(readFileSync(outputFile, 'utf8')) };
}

/** `name=value` lines, and values of several lines between delimiters; the last of one name counts. */
function readOutputs(text: string): Outputs {
  const outputs: Record<string, string> = {};
  const pattern = /^([^=\n]+?)(?:=(.*)|<<(.+)\n([\s\S]*?)\n\3)$/gm;
  for (const [, name, line, , block] of text.matchAll(pattern)) outputs[name!] = line ?? block!;
  return outputs;
}

interface Contexts {
  readonly inputs: Readonly<Record<string, string>>;
  readonly steps: ReadonlyMap<string, Outputs>;
  readonly job: Job;
}

/** What is not known is empty, as in the runner; a context that is not made up here is a fault of the test. */
function contextValue(path: string, { inputs, steps, job }: Contexts): string {
  const [context, ...rest] = path.split('.');
  if (context === 'inputs') return inputs[rest.join('.')] ?? '';
  if (path === 'github.token') return job.token;
  if (context === 'steps' && rest[1] === 'outputs') return steps.get(rest[0]!)?.[rest[2]!] ?? '';
  throw new Error(`unknown context: ${path}`);
}

/** Replaces `${{ path }}`, `${{ path == 'text' }}` and `${{ path != 'text' }}`. */
function substituted(text: string, lookUp: (path: string) => string): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
    const match = /^\s*([\w.-]+)(?:\s*(==|!=)\s*'([^']*)')?\s*$/.exec(expression);
    if (match === null) throw new Error(`unknown expression: ${expression}`);
    const [, path, operator, literal] = match;
    const value = lookUp(path!);
    return operator === undefined ? value : String((value === literal) === (operator === '=='));
  });
}
