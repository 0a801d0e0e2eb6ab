import { isNamed } from '../build/names.ts';
import type { Statement } from './policy.ts';

/**
 * What a function may do on a laptop besides: it mails from an address of the laptop's own into the outbox, and a stage
 * without an address of its own grants nothing for that.
 */
export function laptopGrants(functionName: string): readonly Statement[] {
  return isNamed(functionName, 'sendMail') ? [{ Effect: 'Allow', Action: 'ses:SendEmail', Resource: '*' }] : [];
}
