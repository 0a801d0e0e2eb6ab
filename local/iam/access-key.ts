import { localCredentials } from '../servers/local-server.ts';

/**
 * Whose credentials a request is signed with: a function's instances have an access key of their own, which says region
 * and function. Signatures themselves are checked by nobody on a laptop.
 */
export interface Caller {
  readonly region: string;
  readonly function: string;
}

const prefix = 'function';
const ownAccessKey = localCredentials.credentials.accessKeyId;

export function accessKeyOf({ region, function: name }: Caller): string {
  return [prefix, region, name].join('.');
}

/** @returns undefined for anybody else's: the laptop's own servers, tests and tools are nobody that IAM knows */
export function callerOf(accessKey: string | undefined): Caller | undefined {
  const [kind, region, name] = (accessKey ?? '').split('.');
  return kind === prefix && region && name ? { region, function: name } : undefined;
}

/** The access key of a signed request: of its header, of a presigned address, or of a posted form's credential field. */
export function accessKeyIn(given: {
  authorization?: string | undefined;
  query?: URLSearchParams | undefined;
  credential?: string | undefined;
}): string | undefined {
  const [, header] = /Credential=([^/,\s]+)\//.exec(given.authorization ?? '') ?? [];
  const scope = given.query?.get('X-Amz-Credential') ?? given.credential;
  return header ?? scope?.split('/')[0];
}

/** A header with the access key that the laptop's own calls have: embedded servers may keep a world for each key. */
export function withoutCaller(authorization: string): string {
  return authorization.replace(new RegExp(`Credential=${prefix}\\.[^/]+/`), `Credential=${ownAccessKey}/`);
}
