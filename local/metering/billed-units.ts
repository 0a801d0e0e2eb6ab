const kibibyte = 1_024;

/** At least one unit, and one more for each that is begun. */
const begun = (bytes: number, unitBytes: number) => Math.max(1, Math.ceil(bytes / unitBytes));

/** Write request units of an item: the larger of its old and new size, by the KB. */
export const writeUnits = (bytes: number) => begun(bytes, kibibyte);

/** Requests that SQS bills for one call with this payload, by 64 KiB (https://aws.amazon.com/sqs/pricing/). */
export const queueRequests = (bytes: number) => begun(bytes, 64 * kibibyte);

/** Events that EventBridge bills for one, by 64 KB of its payload (https://aws.amazon.com/eventbridge/pricing/). */
export const eventUnits = (bytes: number) => begun(bytes, 64 * kibibyte);

/**
 * Requests that an HTTP API bills for one call: it meters by 512 KB (https://aws.amazon.com/api-gateway/pricing/). The
 * page doesn't say whether request or answer counts; the larger of the two is taken.
 */
export const apiRequests = (bytes: number) => begun(bytes, 512 * kibibyte);

/**
 * Operations of AppSync Events that an event, a delivery or a client's message is, by 5 KB
 * (https://aws.amazon.com/appsync/pricing/).
 */
export const liveOperations = (bytes: number) => begun(bytes, 5 * kibibyte);

/** Lambda bills by the millisecond, each begun one. */
export const billedMs = (ms: number) => Math.ceil(ms);
