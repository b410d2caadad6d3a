import { bedrockModel } from '../bedrock-api/bedrock-model.ts';
import { bareModel } from './exchange-call.ts';

/** `vertex_ai/`, `bedrock/`, `bedrock/converse/`, `bedrock/us-east-1/`: how LiteLLM and the tools built on it route to clouds. */
const ROUTE =
  /^vertex_ai(?:_beta)?\/|^bedrock(?:_converse)?\/(?:[a-z0-9_-]{1,30}\/){0,2}(?=[a-z-]{1,20}[.:])/;
/** Ids that only Bedrock writes: `us.anthropic.claude-...`, `amazon.nova-...`, and ARNs. */
const BEDROCK_ID =
  /^(?:arn:aws[a-z-]{0,20}:bedrock:|(?:[a-z-]{2,6}\.)?(?:anthropic|amazon|meta|mistral)\.[a-z])/;

/**
 * The model that a cloud's own id names, in the price book's spelling: gateways and tracers hand on Google's resource names
 * and Bedrock's ids as they were asked for. Other names, and ids that hide the model, stay as they are.
 */
export function hostedModel(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const id = name.replace(ROUTE, '');
  if (!BEDROCK_ID.test(id)) return bareModel(id) ?? id;
  const { model, requestedModel } = bedrockModel(id);
  return model ?? requestedModel;
}
