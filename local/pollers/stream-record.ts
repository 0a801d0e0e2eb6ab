import type { _Record } from '@aws-sdk/client-dynamodb-streams';

/** A stream's record as Lambda hands it to a function. */
export type StreamRecord = ReturnType<typeof toStreamRecord>;

export function toStreamRecord(record: _Record, streamArn: string) {
  const { ApproximateCreationDateTime, ...change } = record.dynamodb ?? {};
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: 'aws:dynamodb',
    awsRegion: record.awsRegion,
    eventSourceARN: streamArn,
    dynamodb: {
      ...change,
      ...(ApproximateCreationDateTime
        ? { ApproximateCreationDateTime: Math.floor(ApproximateCreationDateTime.getTime() / 1_000) }
        : {}),
    },
  };
}
