/**
 * All but what SQS takes as it is, by UTF-16 unit: so half of a pair is among them, as is what XML 1.0 forbids. SQS would
 * refuse a message with some of it, or put U+FFFD in its place: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const notAsItIs = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g;

/** A value as the body of a message: JSON, whose escapes carry any character through SQS. */
export function messageBody(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    notAsItIs,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
