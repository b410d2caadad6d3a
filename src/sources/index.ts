import type { Source } from '../contracts/source.ts';
import { claudeCode } from './agents/claude-code.ts';
import { codex } from './agents/codex.ts';
import { cursor } from './agents/cursor.ts';
import { geminiCli } from './agents/gemini-cli.ts';
import { opencode } from './agents/opencode.ts';
import { anthropic } from './apis/anthropic.ts';
import { anthropicBatch } from './apis/anthropic-batch.ts';
import { azureApiManagement } from './apis/azure-api-management.ts';
import { azureDiagnostics } from './apis/azure-diagnostics.ts';
import { bedrock } from './apis/bedrock.ts';
import { bedrockBatch } from './apis/bedrock-batch.ts';
import { gemini } from './apis/gemini.ts';
import { geminiBatch } from './apis/gemini-batch.ts';
import { openai } from './apis/openai.ts';
import { openaiBatch } from './apis/openai-batch.ts';
import { streamEvents } from './apis/stream-events.ts';
import { vertex } from './apis/vertex.ts';
import { har } from './captures/har.ts';
import { llm } from './captures/llm.ts';
import { cloudflare } from './gateways/cloudflare.ts';
import { helicone } from './gateways/helicone.ts';
import { kong } from './gateways/kong.ts';
import { litellm } from './gateways/litellm.ts';
import { openrouter } from './gateways/openrouter.ts';
import { portkey } from './gateways/portkey.ts';
import { vercelGateway } from './gateways/vercel-gateway.ts';
import { generic } from './generic.ts';
import { conversations } from './research/conversations.ts';
import { trace } from './research/trace.ts';
import { langfuse } from './tracing/langfuse.ts';
import { langsmith } from './tracing/langsmith.ts';
import { otel } from './tracing/otel.ts';

/** Every log format, in the order in which equal scores are settled; the last takes what no other knows. */
export const sources: readonly Source[] = [
  openai,
  anthropic,
  gemini,
  vertex,
  openaiBatch,
  anthropicBatch,
  geminiBatch,
  streamEvents,
  trace,
  claudeCode,
  codex,
  geminiCli,
  opencode,
  cursor,
  llm,
  conversations,
  bedrock,
  bedrockBatch,
  azureDiagnostics,
  azureApiManagement,
  har,
  litellm,
  helicone,
  openrouter,
  portkey,
  cloudflare,
  vercelGateway,
  kong,
  otel,
  langfuse,
  langsmith,
  generic,
];
