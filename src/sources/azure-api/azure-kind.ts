import { isObject, type JsonObject, textOf } from '../record/record-access.ts';

/** The records of Azure Monitor that tell of model calls, and others of the same resources. */
export type AzureKind = 'request' | 'usage' | 'gateway' | 'gateway-llm' | 'other';

const KINDS: Readonly<Record<string, AzureKind>> = {
  RequestResponse: 'request',
  AzureOpenAIRequestUsage: 'usage',
  Audit: 'other',
  Trace: 'other',
  GatewayLogs: 'gateway',
  ApiManagementGatewayLogs: 'gateway',
  GatewayLlmLogs: 'gateway-llm',
  ApiManagementGatewayLlmLog: 'gateway-llm',
  WebSocketConnectionLogs: 'other',
  DeveloperPortalAuditLogs: 'other',
};

/** What kind of record this is, by its category or its table's name, else by fields that only one kind has. */
export function azureKind(fields: JsonObject): AzureKind {
  for (const name of [textOf(fields.category), textOf(fields.type)]) {
    if (name !== undefined && Object.hasOwn(KINDS, name)) return KINDS[name]!;
  }
  if (fields.sequenceNumber !== undefined && fields.correlationId !== undefined) return 'gateway-llm';
  if (fields.responseCode !== undefined && fields.correlationId !== undefined) return 'gateway';
  return 'other';
}

/** Whose resource a raw record of diagnostics is of; undefined when it is no such record. */
export function azureResource(record: unknown): 'cognitive' | 'gateway' | undefined {
  if (!isObject(record)) return undefined;
  const category = record.category ?? record.Category;
  const resource = textOf(record.resourceId) ?? textOf(record.ResourceId) ?? textOf(record._ResourceId);
  if (typeof category !== 'string' || !Object.hasOwn(KINDS, category)) {
    const isRow = typeof record.CorrelationId === 'string' && record.TimeGenerated !== undefined;
    const isGateway = record.SequenceNumber !== undefined || record.BackendResponseCode !== undefined;
    return isRow && isGateway ? 'gateway' : undefined;
  }
  const place = `${resource ?? ''} ${String(record.ResourceProvider ?? '')}`.slice(0, 1000).toUpperCase();
  if (place.includes('MICROSOFT.COGNITIVESERVICES')) return 'cognitive';
  if (place.includes('MICROSOFT.APIMANAGEMENT')) return 'gateway';
  const kind = KINDS[category];
  return kind === 'gateway' || kind === 'gateway-llm' ? 'gateway' : undefined;
}
