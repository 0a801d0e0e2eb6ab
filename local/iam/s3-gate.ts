import { accessKeyIn, callerOf } from './access-key.ts';
import type { Guard } from './guard.ts';
import { listing, type S3Request, s3Calls } from './s3-calls.ts';

/** Lets requests to S3 through that the policies of whoever signed them allow. */
export interface S3Gate {
  /** @param credential of a posted form: its field `x-amz-credential` */
  allows(request: S3Request, credential?: string): Promise<boolean>;
  /** Whether the caller is told that there is no such object, and not that it may not know. */
  allowsToMiss(request: S3Request): Promise<boolean>;
}

/** A presigned address, or a form, may do what the function may do that has signed it. */
export function s3Gate(guard: Pick<Guard, 'functionMay' | 'functionMight'>): S3Gate {
  const signer = ({ headers, url }: S3Request, credential?: string) =>
    callerOf(accessKeyIn({ authorization: headers.authorization?.toString(), query: url.searchParams, credential }));
  return {
    async allows(request, credential) {
      const caller = signer(request, credential);
      return !caller || (await guard.functionMay(caller, s3Calls(request))) === undefined;
    },
    async allowsToMiss(request) {
      const caller = signer(request);
      const [, bucket = ''] = request.url.pathname.split('/');
      return !caller || guard.functionMight(caller, listing(`arn:aws:s3:::${bucket}`));
    },
  };
}
