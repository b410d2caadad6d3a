import { defineSource } from '../../contracts/source.ts';
import { azureResource } from '../azure-api/azure-kind.ts';
import { readAzure } from '../azure-api/azure-read.ts';
import { recordTable } from '../columns/record-table.ts';
import { isObject } from '../record/record-access.ts';

/** Columns that tell the tables of API Management from others: the language model log's, the gateway's. */
const LLM = [/^CorrelationId$/, /^promptTokens(?:_d)?$/i, /^completionTokens(?:_d)?$/i];
const GATEWAY = [
  /^CorrelationId$/,
  /^responseCode(?:_d)?$/i,
  /^(?:backendUrl|url|backendResponseCode)(?:_[sd])?$/i,
];

/**
 * Logs of Azure API Management as a gateway to models (FORMATS 7d, 7e): GatewayLogs with the bodies it kept, and the language model
 * log, whose rows and the gateway's tell of one call where their CorrelationId is the same.
 */
export const azureApiManagement = defineSource({
  id: 'azure-api-management',
  title: 'Azure API Management gateway logs',
  describe:
    'GatewayLogs with logged bodies and ApiManagementGatewayLlmLog (GatewayLlmLogs), as JSON or CSV; bodies are cut at 8 KB, and the ' +
    'language model log leaves out cached tokens, so that calls which read a prompt cache cost less than shown (Claude: more).',
  where:
    'a diagnostic setting of API Management: storage account, event hub, or a query of Log Analytics as CSV',
  supports: { duplicates: 'if text is logged', retries: 'yes', caching: 'no' },
  recognize(record) {
    if (azureResource(record) !== 'gateway') return { score: 0, why: '' };
    return { score: 0.99, why: 'a log record of Microsoft.ApiManagement' };
  },
  read(record, options) {
    return isObject(record) ? readAzure(record, options) : { kind: 'other' };
  },
  recognizeHeader(header) {
    const names = header.map((name) => name.replace(/^\uFEFF/, '').trim());
    const has = (columns: readonly RegExp[]): boolean =>
      columns.every((column) => names.some((name) => column.test(name)));
    if (has(LLM)) return { score: 0.97, why: 'CorrelationId beside PromptTokens and CompletionTokens' };
    if (has(GATEWAY)) return { score: 0.97, why: 'CorrelationId beside ResponseCode and Url' };
    return { score: 0, why: '' };
  },
  openTable: (header, options) => recordTable(header, options, readAzure),
});
