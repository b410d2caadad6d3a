import type { ReadOptions, ReadResult } from '../../contracts/source.ts';
import type { JsonObject } from '../record/record-access.ts';
import { azureFields } from './azure-fields.ts';
import { readGatewayRequest } from './azure-gateway.ts';
import { readGatewayLlm } from './azure-gateway-llm.ts';
import { azureKind } from './azure-kind.ts';
import { readAzureRequest, readAzureUsage } from './azure-request.ts';

/** Reads any record of Azure Monitor: one table may hold those of several resources. */
export function readAzure(record: JsonObject, options: ReadOptions): ReadResult {
  const azure = azureFields(record);
  switch (azureKind(azure.fields)) {
    case 'request':
      return readAzureRequest(azure, options);
    case 'usage':
      return readAzureUsage(azure, options);
    case 'gateway':
      return readGatewayRequest(azure, options);
    case 'gateway-llm':
      return readGatewayLlm(azure, options);
    default:
      return { kind: 'other' };
  }
}
