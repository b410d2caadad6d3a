import { isObject, type JsonObject } from '../record/record-access.ts';
import type { Attributes } from './attribute-values.ts';

/** Deepest name read, in its parts: `llm.input_messages.0.message.tool_calls.0.tool_call.function.name` has ten. */
const MOST_PARTS = 16;
const MOST_ITEMS = 10_000;

/** A tree under construction: fields by name, a list's items by their number. */
type Branch = Map<string, unknown>;

/**
 * The list that OpenLLMetry and OpenInference write as one attribute per field of each item (`gen_ai.prompt.0.role`), its items as
 * nested objects in the order of their numbers. Also one that stands whole under its name, with dotted names inside (Phoenix).
 */
export function listUnder(attributes: Attributes, name: string): readonly unknown[] | undefined {
  const whole = attributes.get(name);
  if (Array.isArray(whole)) return whole.map((item) => (isObject(item) ? nested(item) : item));
  const prefix = `${name}.`;
  const root: Branch = new Map();
  for (const [key, value] of attributes) {
    if (key.startsWith(prefix)) place(root, key.slice(prefix.length), value);
  }
  const list = settled(root);
  return Array.isArray(list) && list.length > 0 ? list : undefined;
}

function nested(item: JsonObject): unknown {
  if (!Object.keys(item).some((name) => name.includes('.'))) return item;
  const root: Branch = new Map();
  for (const name in item) place(root, name, item[name]);
  return settled(root);
}

function place(root: Branch, path: string, value: unknown): void {
  const parts = path.split('.', MOST_PARTS + 1);
  if (parts.length > MOST_PARTS) return;
  let branch = root;
  for (const part of parts.slice(0, -1)) {
    const next = branch.get(part);
    const child: Branch = next instanceof Map ? next : new Map();
    if (child !== next) branch.set(part, child);
    branch = child;
  }
  const last = parts.at(-1)!;
  if (!branch.has(last)) branch.set(last, value);
}

/** A branch whose names are all numbers is a list. */
function settled(branch: Branch): unknown {
  const entries = [...branch].map(([name, value]): [string, unknown] => [
    name,
    value instanceof Map ? settled(value) : value,
  ]);
  if (entries.length === 0 || !entries.every(([name]) => /^\d{1,6}$/.test(name)))
    return Object.fromEntries(entries);
  return entries
    .sort(([a], [b]) => Number(a) - Number(b))
    .slice(0, MOST_ITEMS)
    .map(([, value]) => value);
}
