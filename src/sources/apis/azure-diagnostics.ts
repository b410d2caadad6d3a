import { defineSource } from '../../contracts/source.ts';
import { azureResource } from '../azure-api/azure-kind.ts';
import { readAzure } from '../azure-api/azure-read.ts';
import { recordTable } from '../columns/record-table.ts';
import { isObject } from '../record/record-access.ts';

/** Columns of the table AzureDiagnostics that a resource of Azure OpenAI fills (FORMATS 7b). */
const COLUMNS = ['Category', 'CorrelationId', 'ResultSignature'];

/**
 * Diagnostic logs of Azure OpenAI (FORMATS 7a to 7c): the category RequestResponse, which counts no tokens, and
 * AzureOpenAIRequestUsage, whose fields are not documented. Times are the request's own, which the log has in .NET ticks [M: UTC].
 */
export const azureDiagnostics = defineSource({
  id: 'azure-diagnostics',
  title: 'Azure OpenAI diagnostic logs',
  describe:
    'RequestResponse records as JSON or from Log Analytics: times, latencies, outcomes and deployments; they hold no tokens and no ' +
    'text, so what the calls cost is unknown. AzureOpenAIRequestUsage is read where it names token counts.',
  where:
    'a diagnostic setting of the resource: storage account, event hub, or the table AzureDiagnostics as CSV',
  supports: { duplicates: 'no', retries: 'yes', caching: 'no' },
  recognize(record) {
    if (azureResource(record) !== 'cognitive') return { score: 0, why: '' };
    return { score: 0.99, why: 'a diagnostic record of Microsoft.CognitiveServices' };
  },
  read(record, options) {
    return isObject(record) ? readAzure(record, options) : { kind: 'other' };
  },
  recognizeHeader(header) {
    const names = new Set(header.map((name) => name.replace(/^\uFEFF/, '').trim()));
    if (!COLUMNS.every((name) => names.has(name))) return { score: 0, why: '' };
    return { score: 0.95, why: `AzureDiagnostics: columns ${COLUMNS.join(', ')}` };
  },
  openTable: (header, options) => recordTable(header, options, readAzure),
});
