import { type Import, importsOf } from './imports.ts';
import type { SourceFile } from './source-files.ts';

interface Layer {
  /** Other layers that it may import from. */
  readonly from: readonly string[];
  /** Packages that it may import. */
  readonly npm: readonly string[];
}

const READING = ['model', 'contracts', 'sources', 'ledgers', 'tokens', 'store', 'ingest'];
const ALL_BUT_ENGINE = [
  ...READING,
  ...['pricing', 'patterns', 'embeddings', 'detectors', 'strategies', 'gate', 'report'],
];

/** One direction, no way back: reading -> store -> analysis -> report -> terminal. */
const LAYERS: Readonly<Record<string, Layer>> = {
  model: { from: [], npm: [] },
  contracts: { from: ['model'], npm: [] },
  sources: { from: ['model', 'contracts'], npm: ['csv-parse'] },
  ledgers: { from: ['model', 'contracts', 'sources'], npm: [] },
  tokens: { from: ['model'], npm: ['js-tiktoken'] },
  pricing: { from: ['model'], npm: [] },
  store: { from: ['model'], npm: ['better-sqlite3', 'sqlite-vec'] },
  ingest: {
    from: ['model', 'contracts', 'sources', 'ledgers', 'store', 'tokens'],
    npm: ['tinyglobby', 'csv-parse', 'yauzl'],
  },
  patterns: { from: ['model', 'contracts'], npm: [] },
  detectors: { from: ['model', 'contracts', 'patterns'], npm: [] },
  strategies: { from: ['model', 'contracts', 'patterns'], npm: [] },
  embeddings: { from: ['model', 'contracts'], npm: [] },
  gate: { from: ['model', 'contracts'], npm: [] },
  report: { from: ['model', 'contracts'], npm: ['chalk', 'string-width'] },
  exports: { from: ['model', 'contracts', 'strategies'], npm: ['yaml'] },
  engine: { from: ALL_BUT_ENGINE, npm: ['diff'] },
  demo: { from: ['model'], npm: [] },
  tui: { from: ['model', 'contracts', 'report'], npm: ['ink', 'react'] },
  cli: {
    from: [...ALL_BUT_ENGINE, 'engine', 'exports', 'demo', 'tui'],
    npm: ['commander', 'chalk', 'lilconfig', 'yaml'],
  },
};

/** Layers that only compute: what they need of the machine is handed to them. */
const PURE = [
  'model',
  'contracts',
  'sources',
  'ledgers',
  'tokens',
  'patterns',
  'embeddings',
  'detectors',
  'strategies',
  'gate',
  'report',
  'exports',
  'demo',
];
const PURE_NODE = new Set(['node:crypto', 'node:buffer', 'node:url']);

/** Broken rules, a line each; none is an empty list. */
export function brokenRules(files: readonly SourceFile[]): string[] {
  const imports = files.flatMap(importsOf);
  const unknown = files.filter(({ path }) => LAYERS[layerOf(path)] === undefined);
  return [
    ...unknown.map(({ path }) => `${path} is in no layer`),
    ...imports.flatMap(layerBreach),
    ...cycles(imports),
  ];
}

function layerBreach({ from, to, isOwn }: Import): string[] {
  const layer = layerOf(from);
  const rules = LAYERS[layer];
  if (rules === undefined) return [];
  if (to.startsWith('node:')) {
    return PURE.includes(layer) && !PURE_NODE.has(to) ? [`${from} must not import ${to}`] : [];
  }
  if (!isOwn) return rules.npm.includes(to) ? [] : [`${from} must not import the package ${to}`];
  const target = layerOf(to);
  return target === layer || rules.from.includes(target) ? [] : [`${from} must not import ${to}`];
}

/** `src/model/call.ts` is in `model`; what is outside `src/` or directly in it is in no layer. */
function layerOf(path: string): string {
  return /^src\/([^/]+)\/./.exec(path)?.[1] ?? path;
}

/** Cycles of imports that are resolved when a file is loaded; a dynamic import may lead back. */
function cycles(imports: readonly Import[]): string[] {
  const edges = new Map<string, string[]>();
  for (const { from, to, isOwn, isDynamic } of imports) {
    if (isOwn && !isDynamic) edges.set(from, [...(edges.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) found.push(`cycle: ${[...trail.slice(start), file].join(' -> ')}`);
    if (start >= 0 || done.has(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...trail, file]);
    done.add(file);
  };
  for (const file of edges.keys()) walk(file, []);
  return found;
}
