import { createHash } from 'node:crypto';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { secretsClient } from '../../stores/clients.ts';
import { fetchSecret } from '../../stores/secret.ts';
import { logger } from '../middleware/logger.ts';

const client = secretsClient();
const propertiesSchema = z.object({ SecretArn: z.string() });

type Answer =
  | { readonly Status: 'SUCCESS'; readonly Data?: { readonly Hash: string } }
  | { readonly Status: 'FAILED'; readonly Reason: string };

/**
 * A custom resource of CloudFormation whose attribute `Hash` is the SHA-256 of a secret's text, in hexadecimal digits: by it
 * a function knows the secret when it sees it, and can't tell it to anybody.
 * @throws only where CloudFormation can't be told, which then waits until its time is over
 */
export async function handler(event: CloudFormationCustomResourceEvent): Promise<void> {
  const { RequestId, StackId, LogicalResourceId, ResponseURL } = event;
  const body = JSON.stringify({
    ...(await answerTo(event)),
    // The same at every change, as nothing is made that would have to be removed.
    PhysicalResourceId: LogicalResourceId,
    RequestId,
    StackId,
    LogicalResourceId,
  });
  const { status } = await fetch(ResponseURL, { method: 'PUT', body });
  if (status >= 300) throw new Error(`CloudFormation took the answer with ${status}`);
}

async function answerTo({ RequestType, ResourceProperties }: CloudFormationCustomResourceEvent): Promise<Answer> {
  if (RequestType === 'Delete') return { Status: 'SUCCESS' };
  try {
    const { SecretArn } = propertiesSchema.parse(ResourceProperties);
    const secret = await fetchSecret(client, SecretArn);
    return { Status: 'SUCCESS', Data: { Hash: createHash('sha256').update(secret).digest('hex') } };
  } catch (error) {
    logger.error('The origin key was not hashed', { error });
    return { Status: 'FAILED', Reason: 'The secret could not be read; the log of the function tells more.' };
  }
}
