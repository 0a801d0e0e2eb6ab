import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { currentTrace } from '../../stores/trace-context.ts';

/** Gives each line the correlation id: the trace of the request that it is about, wherever that has led by then. */
class Format extends LogFormatter {
  formatAttributes(given: UnformattedAttributes, own: LogAttributes): LogItem {
    const attributes = {
      level: given.logLevel,
      message: given.message,
      timestamp: this.formatTimestamp(given.timestamp),
      service: given.serviceName,
      xray_trace_id: given.xRayTraceId,
      function_name: process.env.AWS_LAMBDA_FUNCTION_NAME,
      traceId: currentTrace()?.traceId,
    };
    return new LogItem({ attributes }).addAttributes(own);
  }
}

/**
 * One logger a function. The service's name and the level come from the environment; requests that go well leave
 * no line, so that logging costs nothing per vote.
 */
export const logger = new Logger({ logFormatter: new Format() });
