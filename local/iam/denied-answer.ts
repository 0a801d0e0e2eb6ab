import type { Denial } from './guard.ts';

/** An answer in place of the service's. */
export interface DeniedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * What a service answers to what IAM denies: those of the older JSON protocols 400
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CommonErrors.html), SQS 403 with the code that its
 * query protocol had, REST services 403 with the error's type in a header.
 */
export function deniedAnswer(service: string, { message }: Denial): DeniedAnswer {
  const type = 'AccessDeniedException';
  const isRest = service === 'scheduler' || service === 'sesv2';
  return {
    status: isRest || service === 'sqs' ? 403 : 400,
    headers: {
      'content-type': isRest ? 'application/json' : 'application/x-amz-json-1.0',
      'x-amzn-errortype': type,
      ...(service === 'sqs' ? { 'x-amzn-query-error': 'AccessDenied;Sender' } : {}),
    },
    body: JSON.stringify({ __type: `com.amazon.coral.service#${type}`, message, Message: message }),
  };
}
