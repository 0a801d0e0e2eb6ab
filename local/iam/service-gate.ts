import type { IncomingHttpHeaders } from 'node:http';
import { accessKeyIn, callerOf } from './access-key.ts';
import type { AwsCall, Place } from './aws-call.ts';
import { type DeniedAnswer, deniedAnswer } from './denied-answer.ts';
import type { Guard } from './guard.ts';
import { jsonCalls } from './json-calls.ts';
import { schedulerCalls, sesCalls } from './rest-calls.ts';

/** A request on its way to a service. */
export interface GatedRequest {
  /** `dynamodb`, `sqs`, `scheduler` and so on: as the SDK's variables of endpoints name it, in small letters. */
  readonly service: string;
  /** Of services that speak JSON alone: `PutItem`. */
  readonly operation: string;
  readonly method: string;
  /** Path and query at the service. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Lets requests through that the policies of their callers allow. */
export interface ServiceGate {
  /** @returns the answer of a service to whoever may not call it; undefined for whoever may */
  refuse(request: GatedRequest): Promise<DeniedAnswer | undefined>;
}

/** The service whose front is its gate, as addresses that were signed ahead come to it by no proxy: see `s3Gate`. */
export const ownGate = 's3';

/** A gate before every other service. */
export function serviceGate(guard: Pick<Guard, 'functionMay'>, place: Place): ServiceGate {
  return {
    async refuse(request) {
      const caller = callerOf(accessKeyIn({ authorization: request.headers.authorization }));
      if (!caller || request.service === ownGate) return undefined;
      const denial = await guard.functionMay(caller, callsOf(request, place));
      return denial && deniedAnswer(request.service, denial);
    },
  };
}

function callsOf({ service, operation, method, path, body }: GatedRequest, place: Place): AwsCall[] {
  const json = body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as object);
  const rest = { method, url: new URL(path, 'http://localhost'), body: json };
  if (service === 'scheduler') return schedulerCalls(rest, place);
  if (service === 'sesv2') return sesCalls(rest, place);
  return jsonCalls(service, operation, json, place);
}
