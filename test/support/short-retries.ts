import type { TestContext } from 'node:test';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { Environment } from '../../contracts/functions.ts';
import type { Backend } from './backend.ts';
import { startChanged } from './changed-backend.ts';

const variable = 'WEBHOOK_RETRY_SECONDS' satisfies keyof Environment<'deliverWebhooks'>;

/** A backend that gives a message up, and disables an endpoint, after seconds and not after a day. */
export function startWithShortRetries(t: TestContext, seconds: number): Promise<Backend> {
  const change = (construct: IConstruct) => {
    if (construct instanceof LambdaFunction && construct.node.path.includes('deliverWebhooks')) {
      construct.addEnvironment(variable, String(seconds));
    }
  };
  return startChanged(t, change, { enforceIam: true });
}
