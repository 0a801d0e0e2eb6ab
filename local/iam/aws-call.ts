import { localAccount } from '../assembly/resolver.ts';

/** One permission that a request needs, as IAM decides on it: an action on a resource, under conditions. */
export interface AwsCall {
  /** `dynamodb:PutItem` */
  readonly action: string;
  /** An ARN, or `*` for what has no resource that a policy could name. */
  readonly resource: string;
  /** What conditions of policies may look at. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** Where a request is made, and by what its resources are known there. */
export interface Place {
  readonly region: string;
  /** The ARN of a queue by the URL that its callers have. */
  queueArn(url: string): string;
  /** The name of a table's partition key. */
  partitionKeyOf(table: string): string | undefined;
}

export function awsCall(action: string, resource: string, context: AwsCall['context'] = {}): AwsCall {
  return { action, resource, context };
}

/** The ARN of what belongs to the laptop's account in the place's region. */
export function arnIn({ region }: Pick<Place, 'region'>, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${localAccount}:${resource}`;
}
