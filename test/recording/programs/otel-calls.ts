import { SimpleSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';

const { recordSpans } = (await import(String(process.argv[2]))) as { recordSpans: SpanExporter };
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: recordSpans })] });
const tracer = provider.getTracer('stand-in');

for (const status of [200, 200, 429]) {
  const isAnswered = status === 200;
  const span = tracer.startSpan('chat gpt-4.1', {
    kind: 2,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4.1',
      'gen_ai.agent.name': 'search',
      'user.id': 'u-17',
    },
  });
  if (isAnswered) span.setAttributes({ 'gen_ai.usage.input_tokens': 1200, 'gen_ai.usage.output_tokens': 40 });
  else span.setAttribute('error.type', String(status)).setStatus({ code: 2 });
  span.end();
}
await provider.shutdown();
