import type { Segment } from '../../model/segment.ts';
import { isObject } from '../record/record-access.ts';
import { withoutSecrets } from '../record/record-secrets.ts';

/**
 * One segment per tool schema, its compact JSON as the one string. Credentials of remote tools (headers, authorization)
 * and cache markers are left out: they are no part of what the model is shown.
 */
export function toolSegments(...lists: readonly unknown[]): Segment[] | undefined {
  let segments: Segment[] | undefined;
  for (const tools of lists) {
    if (!Array.isArray(tools)) continue;
    for (const tool of tools) {
      segments ??= [];
      segments.push({ kind: 'tool', role: '', strings: [schemaText(tool)] });
    }
  }
  return segments;
}

function schemaText(tool: unknown): string {
  if (!isObject(tool)) return JSON.stringify(tool) ?? '';
  const isRemote =
    tool.server_url !== undefined || tool.headers !== undefined || tool.authorization !== undefined;
  const clean = isRemote || tool.type === 'mcp' ? withoutSecrets(tool) : tool;
  if (!isObject(clean) || clean.cache_control === undefined) return JSON.stringify(clean);
  return JSON.stringify({ ...clean, cache_control: undefined });
}
