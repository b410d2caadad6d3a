import type { Prompts } from '../../contracts/prompts.ts';
import type { Call } from '../../model/call.ts';
import { combine52, hash52 } from '../../model/hash.ts';
import { billedTokens } from '../../model/usage.ts';
import { modelAsked, requestIdentity } from '../../patterns/attempts/request-identity.ts';

/** A cut answer that may still be asked for again. */
export interface OpenCut {
  readonly index: number;
  /** Number of the group it falls into. */
  readonly slot: number;
  readonly request: number;
  readonly model: string;
  readonly limit: number;
  readonly output: number;
  /** Whether the call itself went on with an earlier cut answer. */
  readonly isContinuation: boolean;
  readonly user: number;
  readonly session: number;
  readonly trace: number;
  readonly isBilled: boolean;
  readonly start: number;
  end: number;
}

/** How a call takes up a cut answer: from scratch, or where it ended. */
export interface TakenUp {
  readonly cut: OpenCut;
  readonly how: 'again' | 'continued';
}

/** Beyond this many unanswered ones of one prompt the oldest is given up. */
const MOST_OF_ONE_PROMPT = 64;
/** Words up to which a message that speaks of going on is about nothing else; own choice. */
const MOST_WORDS = 60;

const GO_ON =
  /^\W*(?:please\W+|ok(?:ay)?\W+|yes\W+)*(?:continue|go on|keep going|keep writing|carry on|proceed|resume|finish|complete (?:it|the|your)|more\W*$|and then\W*$|weiter|mach weiter|fahre fort|continúa|continue[zr]?|continua|prosigue|suite|继续|続けて)/iu;
const WAS_CUT =
  /cut[ -]?off|cut short|truncat|left off|where you stopped|(?:token|length|output) limit|max[_ -]?(?:output[_ -]?|completion[_ -]?)?tokens|incomplete|stopped (?:in the middle|mid)|abgeschnitten/i;

/** Cut answers by the prompt they answered. What nobody can take up any more leaves in one sweep per window of log time. */
export class OpenCuts {
  readonly #prompts: Prompts;
  readonly #window: number;
  readonly #strangerWindow: number;
  readonly #leave: (cut: OpenCut) => void;
  readonly #cuts = new Map<number, OpenCut[]>();
  #nextSweep = Number.NEGATIVE_INFINITY;

  /** Windows in milliseconds; `leave` is told of each cut answer that nobody took up. */
  constructor(prompts: Prompts, window: number, strangerWindow: number, leave: (cut: OpenCut) => void) {
    this.#prompts = prompts;
    this.#window = window;
    this.#strangerWindow = strangerWindow;
    this.#leave = leave;
  }

  get isEmpty(): boolean {
    return this.#cuts.size === 0;
  }

  open(call: Call, slot: number, isContinuation: boolean): void {
    const latency = Number.isNaN(call.latencyMs) ? 0 : Math.max(0, call.latencyMs);
    this.put(call.prompt, {
      index: call.index,
      slot,
      request: this.requestOf(call),
      model: modelAsked(call),
      limit: call.maxOutputTokens,
      output: call.usage.output,
      isContinuation,
      user: call.user === '' ? 0 : hash52(call.user),
      session: call.session === '' ? 0 : hash52(call.session),
      trace: call.trace === '' ? 0 : hash52(call.trace),
      isBilled: billedTokens(call.usage) > 0,
      start: call.time,
      end: call.time + latency,
    });
  }

  put(node: number, cut: OpenCut): void {
    const key = this.#identity(node);
    const cuts = this.#cuts.get(key);
    if (cuts === undefined) this.#cuts.set(key, [cut]);
    else {
      cuts.push(cut);
      if (cuts.length > MOST_OF_ONE_PROMPT) this.#leave(cuts.shift()!);
    }
  }

  /** Removes and returns the cut answer that the call takes up. */
  take(call: Call): TakenUp | undefined {
    this.#sweep(call.time);
    if (this.#cuts.size === 0) return undefined;
    const again = this.#takeAt(call.prompt, call);
    if (again !== undefined) return { cut: again, how: 'again' };
    const prompts = this.#prompts;
    const before = prompts.parent(call.prompt);
    if (before < 0) return undefined;
    const last = prompts.facts(prompts.segment(call.prompt));
    if (isModels(last.role)) return this.#continued(before, call);
    if (last.words > MOST_WORDS || !(GO_ON.test(last.preview) || WAS_CUT.test(last.preview)))
      return undefined;
    const isAnswered = isModels(prompts.facts(prompts.segment(before)).role);
    if (isAnswered) return this.#continued(prompts.parent(before), call);
    const noted = this.#takeAt(before, call);
    return noted && { cut: noted, how: 'again' };
  }

  /** Gives up all that are left. */
  close(): void {
    for (const cuts of this.#cuts.values()) for (const cut of cuts) this.#leave(cut);
    this.#cuts.clear();
  }

  /** Equal for calls that the provider cannot tell apart, but for case and white space. */
  requestOf(call: Call): number {
    return combine52(requestIdentity(this.#identity(call.prompt), call), call.maxOutputTokens);
  }

  #continued(node: number, call: Call): TakenUp | undefined {
    const cut = node < 0 ? undefined : this.#takeAt(node, call);
    return cut && { cut, how: 'continued' };
  }

  #takeAt(node: number, call: Call): OpenCut | undefined {
    const key = this.#identity(node);
    const cuts = this.#cuts.get(key);
    if (cuts === undefined) return undefined;
    const at = cuts.findLastIndex((cut) => this.#isAnsweredBy(cut, call));
    if (at < 0) return undefined;
    const [cut] = cuts.splice(at, 1);
    if (cuts.length === 0) this.#cuts.delete(key);
    return cut;
  }

  /** Same caller, sent after the cut answer had ended, in time; another model only where it may write more. */
  #isAnsweredBy(cut: OpenCut, call: Call): boolean {
    const isRaised = cut.limit > 0 && call.maxOutputTokens > cut.limit;
    if (modelAsked(call) !== cut.model && !isRaised) return false;
    const known = sameCaller(cut, call);
    if (known === false) return false;
    if (Number.isNaN(cut.end) || Number.isNaN(call.time)) return known === true;
    const isLater = call.time >= cut.end && call.time > cut.start;
    return isLater && call.time - cut.end <= (known ? this.#window : this.#strangerWindow);
  }

  /** Hashes of prompts have no case: what is known only as blocks is compared by its node. */
  #identity(node: number): number {
    const isBlock = this.#prompts.facts(this.#prompts.segment(node)).kind === 'block';
    return isBlock ? combine52(1, node) : combine52(2, this.#prompts.normalized(node));
  }

  #sweep(now: number): void {
    if (!(now >= this.#nextSweep)) return;
    for (const [key, cuts] of this.#cuts) {
      const left = cuts.filter((cut) => !(now - cut.end > this.#window));
      if (left.length === cuts.length) continue;
      for (const cut of cuts) if (now - cut.end > this.#window) this.#leave(cut);
      if (left.length === 0) this.#cuts.delete(key);
      else this.#cuts.set(key, left);
    }
    this.#nextSweep = now + this.#window;
  }
}

/** Undefined where the log names neither the user nor the session of both, and no trace that they share. */
function sameCaller(cut: OpenCut, call: Call): boolean | undefined {
  if (cut.user !== 0 && call.user !== '') return cut.user === hash52(call.user);
  if (cut.session !== 0 && call.session !== '') return cut.session === hash52(call.session);
  if (cut.trace !== 0 && call.trace !== '' && cut.trace === hash52(call.trace)) return true;
  return undefined;
}

function isModels(role: string): boolean {
  return role === 'assistant' || role === 'model';
}
