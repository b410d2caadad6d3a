import type { Prompts } from '../../contracts/prompts.ts';
import type { Templates } from '../../contracts/templates.ts';
import { combine52, hash52 } from '../../model/hash.ts';
import { Beginnings } from './beginnings.ts';
import { Examples } from './examples.ts';
import { fixedTotal, isAffix } from './fixed-words.ts';
import { LEAST_TEXTS, mine, type Part } from './miner.ts';
import { Outlines } from './outlines.ts';
import { type Shape, Shapes } from './shapes.ts';
import { systemSegments, systemTexts, textKey } from './system-texts.ts';
import { templateLabel } from './template-label.ts';
import { ToolSets } from './tool-sets.ts';

/** A passage must be in one of so many texts at least, so that a large log has no more templates than a person can use. */
const TEXTS_PER_TEMPLATE = 20_000;
/** From so many fixed words on a system prompt says by itself what a call is for, whatever tools go with it. Own choice. */
const TELLING_WORDS = 12;
/**
 * System prompts that share nothing and are sent once: so few are those of a test suite, and each is a template, for a test that is
 * new must not stand in one sum with others. More are written anew for each call. Own choice.
 */
const FEW_LONE = 100;

/** A template: where it stands and what its texts begin with. */
interface Found {
  readonly id: string;
  readonly above: number;
  readonly examples: Examples;
  readonly tools: readonly string[];
}

const NONE = 0;

export interface PromptTemplates extends Templates {
  /** Some of the prompts that conversations of a template begin with: the shortest, whatever the order of the calls. */
  examples(template: number): readonly number[];
}

/** Templates of a log's prompts; `nodes` are the prompts of all its calls. Learned when first asked for. */
export function promptTemplates(prompts: Prompts, nodes: () => Iterable<number>): PromptTemplates {
  let learnt: Learnt | undefined;
  const learn = (): Learnt => {
    learnt ??= new Learnt(prompts, nodes());
    return learnt;
  };
  return {
    of: (call) =>
      call.prompt < 0
        ? -1
        : call.endpoint === 'embedding'
          ? learn().ofEmbedding(call.prompt)
          : learn().of(call.prompt),
    id: (template) => learn().id(template),
    label: (template) => learn().label(template),
    examples: (template) => learn().examples(template),
  };
}

class Learnt {
  readonly #prompts: Prompts;
  readonly #beginnings: Beginnings;
  /** By the node of a beginning. */
  readonly #templates: Int32Array;
  readonly #found: Found[] = [{ id: '', above: -1, examples: new Examples(), tools: [] }];
  readonly #numbers = new Map<string, number>([['', NONE]]);
  readonly #byKey = new Map<number, number>();
  readonly #labels = new Map<number, string>();
  /** By segment: agents offer hundreds of tools in ever other orders, and to read their names takes longer than to look at them. */
  readonly #namesOf = new Map<number, readonly string[]>();
  readonly #embeddings: number;

  constructor(prompts: Prompts, nodes: Iterable<number>) {
    this.#prompts = prompts;
    this.#beginnings = new Beginnings(prompts, nodes);
    this.#templates = new Int32Array(this.#beginnings.weights.length);
    const systems = this.#mineSystems();
    this.#mineMessages(systems);
    this.#embeddings = this.#number('embeddings', -1, -1);
  }

  of(node: number): number {
    const begun = this.#beginnings.of(node);
    return begun < 0 ? NONE : this.#templates[begun]!;
  }

  ofEmbedding(node: number): number {
    return this.of(node) || this.#embeddings;
  }

  id(template: number): string {
    return this.#found[template]!.id;
  }

  examples(template: number): readonly number[] {
    return this.#found[template]!.examples.nodes;
  }

  label(template: number): string {
    let label = this.#labels.get(template);
    if (label === undefined) {
      label = this.#makeLabel(template);
      this.#labels.set(template, label);
    }
    return label;
  }

  /** By the node that ends the system prompts and tools: its template. */
  #mineSystems(): ReadonlyMap<number, number> {
    const prompts = this.#prompts;
    const texts = systemTexts(prompts, this.#beginnings);
    const shapes = new Shapes(leastOf(LEAST_TEXTS.system, texts.length), texts.length);
    for (const { outline, weight } of texts) shapes.count(outline, weight);
    const shapeOf = texts.map(({ outline, weight }) => shapes.shapes[shapes.add(0, outline, weight)]!);
    const partOf = new Map<Shape, Part>();
    for (const part of mine(shapes.shapes, 'system'))
      for (const shape of part.shapes) partOf.set(shape, part);
    const sets = new Map<Part | undefined, ToolSets>();
    texts.forEach(({ leads }, i) => {
      for (const lead of leads) toolSets(sets, partOf.get(shapeOf[i]!)).add(this.#toolNames(lead));
    });
    const isAlone = (i: number): boolean =>
      !partOf.has(shapeOf[i]!) && texts[i]!.calls === 1 && texts[i]!.segments.length > 0;
    const areFew = texts.filter((_, i) => isAlone(i)).length <= FEW_LONE;
    const systems = new Map<number, number>();
    texts.forEach(({ leads, segments, calls }, i) => {
      const part = partOf.get(shapeOf[i]!);
      // What one conversation alone begins with is told from the rest by all of its text.
      const isOwn = part === undefined && segments.length > 0 && (calls > 1 || areFew);
      const key = part !== undefined ? keyOf(part) : isOwn ? textKey(prompts, segments) : 0;
      const isTelling = isOwn || (part !== undefined && fixedTotal(part.core) >= TELLING_WORDS);
      for (const lead of leads) {
        const tools = isTelling ? 0 : toolSets(sets, part).key(this.#toolNames(lead));
        const isNone = key === 0 && tools === 0;
        systems.set(lead, isNone ? NONE : this.#number(idOf(combine52(key, tools)), -1, lead));
      }
    });
    return systems;
  }

  #mineMessages(systems: ReadonlyMap<number, number>): void {
    const prompts = this.#prompts;
    const { nodes, weights } = this.#beginnings;
    const least = leastOf(LEAST_TEXTS.message, nodes.length);
    const shapes = new Shapes(least, nodes.length);
    const hasMessage = (node: number): boolean => prompts.template(node) !== node;
    const outlines = new Outlines();
    for (const node of nodes) {
      if (!hasMessage(node)) continue;
      const outline = prompts.facts(prompts.segment(node)).outline;
      outlines.push(outline);
      shapes.count(outline, weights[node]!);
    }
    let message = 0;
    const shapeOf = new Int32Array(weights.length).fill(-1);
    const scopes = new Map<number, Set<Shape>>();
    const blocks = new Map<number, number>();
    for (const node of nodes) {
      const above = this.#above(systems, node);
      this.#templates[node] = above;
      if (!hasMessage(node)) continue;
      const segment = prompts.segment(node);
      if (prompts.facts(segment).kind === 'block') blocks.set(node, weights[node]!);
      const shape = shapes.add(above, outlines.at(message++), weights[node]!);
      shapeOf[node] = shape;
      let scope = scopes.get(above);
      if (scope === undefined) {
        scope = new Set();
        scopes.set(above, scope);
      }
      scope.add(shapes.shapes[shape]!);
    }
    const keys = new Map<Shape, number>();
    for (const [above, scope] of scopes) {
      for (const [shape, key] of this.#messageKeys(above, [...scope])) keys.set(shape, key);
    }
    for (const node of nodes) {
      const above = this.#templates[node]!;
      if (blocks.has(node) && blocks.get(node)! >= least) {
        this.#templates[node] = this.#number(prompts.key(node).slice(0, 12), above, node);
      } else {
        const key = shapeOf[node]! < 0 ? undefined : keys.get(shapes.shapes[shapeOf[node]!]!);
        if (key !== undefined) this.#templates[node] = this.#numberOfKey(key, above, node);
        else this.#addExample(above, node);
      }
    }
  }

  #messageKeys(above: number, scope: readonly Shape[]): [Shape, number][] {
    const parts = mine(scope, above === NONE ? 'alone' : 'message');
    // A wording that all have is no reason to part them from their system prompt.
    if (above !== NONE && parts.length === 1 && weightOf(parts[0]!.shapes) >= 0.9 * weightOf(scope))
      return [];
    const system = hash52(this.id(above));
    return parts.flatMap((part) =>
      part.shapes.map((shape): [Shape, number] => [shape, combine52(system, keyOf(part))]),
    );
  }

  #above(systems: ReadonlyMap<number, number>, node: number): number {
    const lead = this.#prompts.template(node);
    return lead < 0 ? NONE : systems.get(lead)!;
  }

  #toolNames(lead: number): string[] {
    const all: string[] = [];
    for (const segment of this.#prompts.path(lead)) {
      const names = this.#namesIn(segment);
      for (let i = 0; i < names.length; i++) all.push(names[i]!);
    }
    return all;
  }

  #namesIn(segment: number): readonly string[] {
    let known = this.#namesOf.get(segment);
    if (known === undefined) {
      const facts = this.#prompts.facts(segment);
      known = facts.kind === 'tool' ? facts.names : [];
      this.#namesOf.set(segment, known);
    }
    return known;
  }

  #number(id: string, above: number, example: number): number {
    let number = this.#numbers.get(id);
    if (number === undefined) {
      const tools = example < 0 ? [] : this.#toolNames(this.#prompts.template(example));
      number = this.#found.push({ id, above, examples: new Examples(), tools }) - 1;
      this.#numbers.set(id, number);
    }
    this.#addExample(number, example);
    return number;
  }

  #numberOfKey(key: number, above: number, example: number): number {
    const known = this.#byKey.get(key);
    if (known === undefined) {
      const number = this.#number(idOf(key), above, example);
      this.#byKey.set(key, number);
      return number;
    }
    this.#addExample(known, example);
    return known;
  }

  #addExample(template: number, node: number): void {
    if (node >= 0 && template !== NONE) this.#found[template]!.examples.add(this.#prompts, node);
  }

  #makeLabel(template: number): string {
    const { above, tools, ...found } = this.#found[template]!;
    const examples = found.examples.nodes;
    if (template === NONE) return '';
    if (template === this.#embeddings) return 'embeddings';
    const prompts = this.#prompts;
    const systems = examples.map((node) =>
      systemSegments(prompts, prompts.template(node))
        .map((segment) => prompts.facts(segment).preview)
        .join(' '),
    );
    const messages = examples.map((node) =>
      prompts.template(node) === node ? '' : prompts.facts(prompts.segment(node)).preview,
    );
    const system =
      templateLabel(systems) || (tools.length > 0 ? `tools ${tools.slice(0, 4).join(', ')}` : '');
    const message = above < 0 && system !== '' ? '' : templateLabel(messages);
    return [system, message].filter((text) => text !== '' && text !== '<*>').join(' · ');
  }
}

function toolSets(sets: Map<Part | undefined, ToolSets>, part: Part | undefined): ToolSets {
  let found = sets.get(part);
  if (found === undefined) {
    found = new ToolSets();
    sets.set(part, found);
  }
  return found;
}

/** Of what is fixed; of the words at either end only where no passage is. */
function keyOf({ core }: Part): number {
  const passages = core.filter((passage) => !isAffix(passage));
  return (passages.length > 0 ? passages : core).reduce(combine52, core.length === 0 ? 0 : 1);
}

const idOf = (key: number): string => key.toString(16).padStart(13, '0').slice(-12);

const leastOf = (least: number, texts: number): number =>
  Math.max(least, Math.ceil(texts / TEXTS_PER_TEMPLATE));

function weightOf(shapes: readonly Shape[]): number {
  return shapes.reduce((sum, { weight }) => sum + weight, 0);
}
