import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { snippets } from './snippets.ts';
import { Workshop } from './workshop.ts';

const fixture = fileURLToPath(new URL('../../fixtures/otel.jsonl', import.meta.url));

interface Collector {
  readonly receivers: object;
  readonly exporters: { readonly file: { readonly path: string; readonly append: boolean } };
  readonly service: { readonly pipelines: Readonly<Record<string, Pipeline>> };
}

interface Pipeline {
  readonly receivers: readonly string[];
  readonly exporters: readonly string[];
}

test('the Collector passes traces on to the file', () => {
  const { receivers, exporters, service } = parse(snippets().get('otel-collector.yaml')!) as Collector;
  expect(exporters).toEqual({ file: { path: './llm-calls.jsonl', append: true } });
  expect(Object.keys(service.pipelines)).toEqual(['traces']);
  expect(service.pipelines.traces).toEqual({ receivers: Object.keys(receivers), exporters: ['file'] });
});

test('a file as the Collector’s exporter writes it is read', async () => {
  const shop = new Workshop('');
  copyFileSync(fixture, join(shop.folder, 'llm-calls.jsonl'));
  const { inputs } = await shop.audit();
  expect(inputs[0]).toMatchObject({ source: 'otel', skipped: 0 });
  expect(inputs[0]?.calls).toBeGreaterThan(0);
});

test('the spans that the SDK exports are audited as they were', async () => {
  const shop = new Workshop('');
  await shop.run(process.execPath, 'otel-calls.ts', './record-spans.js');
  const { totals, groups, inputs } = await shop.audit();
  expect(inputs[0]).toMatchObject({ source: 'otel', records: 3, calls: 3, skipped: 0 });
  expect(totals).toMatchObject({ calls: 3, failedCalls: 1, estimatedCalls: 0, unpricedCalls: 0 });
  expect(totals.tokens).toMatchObject({ input: 2400, cacheRead: 0, output: 80 });
  // $2 and $8 per 1M tokens.
  expect(totals.costUsd).toBeCloseTo((2400 * 2 + 80 * 8) / 1e6, 12);
  expect(groups.feature?.map(({ key }) => key)).toEqual(['search']);
  expect(groups.user?.map(({ key }) => key)).toEqual(['u-17']);
});
