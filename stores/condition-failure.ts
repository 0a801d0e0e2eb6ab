import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** Whether a transaction was refused by a condition of ours, as against a conflict with another one. */
export function isConditionFailure(error: unknown): boolean {
  return (
    error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some((reason) => reason.Code === 'ConditionalCheckFailed')
  );
}
