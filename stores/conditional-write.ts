import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';

/** @returns whether a conditional write took effect @throws whatever else DynamoDB says */
export async function takesEffect(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
