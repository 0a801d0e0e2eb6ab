import { trace } from '@opentelemetry/api';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  createAlwaysRecordSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { tracingVariables } from '../../contracts/tracing.ts';
import { OtlpTraces } from '../../stores/otlp-traces.ts';
import { KeptSpans } from './kept-spans.ts';

/**
 * Begins to make spans. All are recorded, as any may turn out to be worth keeping; which traces are kept whatever they
 * hold is decided where they begin, and followed from there.
 * @returns what sends the spans of an invocation that are worth keeping; it throws where they can't be sent
 */
export function startTracing(environment = process.env): { flush(): Promise<void> } {
  const {
    service,
    endpoint = '',
    ratio,
  } = {
    service: environment[tracingVariables.service],
    endpoint: environment[tracingVariables.endpoint],
    ratio: Number(environment[tracingVariables.ratio]),
  };
  const region = environment.AWS_REGION ?? '';
  const receiver = new OtlpTraces({ endpoint, region, timeoutMs: Number(environment[tracingVariables.timeout]) });
  const spans = new KeptSpans();
  const provider = new TracerProvider({
    sampler: createAlwaysRecordSampler(new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) })),
    spanProcessors: [spans],
    resource: resourceFromAttributes({
      'service.name': service,
      'service.namespace': 'groundswell',
      'cloud.provider': 'aws',
      'cloud.region': region,
      'faas.name': environment.AWS_LAMBDA_FUNCTION_NAME,
    }),
  });
  trace.setGlobalTracerProvider(provider);
  return {
    async flush() {
      const kept = spans.take();
      const body = kept.length === 0 ? undefined : JsonTraceSerializer.serializeRequest(kept);
      if (body) await receiver.send(body);
    },
  };
}
