import { arnIn, type Place } from './aws-call.ts';

/** Secrets Manager ends the ARN of each secret in six characters that nobody knows before. */
export const secretSuffix = '-laptop';

/** A secret's whole ARN, by which IAM decides, of whatever a request names it by. */
export function secretArn(id: string, place: Pick<Place, 'region'>): string {
  const arn = id.startsWith('arn:') ? id : arnIn(place, 'secretsmanager', `secret:${id}`);
  return arn.endsWith(secretSuffix) ? arn : `${arn}${secretSuffix}`;
}
