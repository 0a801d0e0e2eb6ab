import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { limits } from '../../contracts/limits.ts';
import { Problem, pointer } from '../../domain/problem.ts';
import type { ApiEvent } from './api.ts';
import { nestingDepth } from './nesting-depth.ts';

// Without a language, `zod/mini` says of every rule that the input is invalid, and not which rule it is.
z.config(en());

/**
 * The request's JSON body, held against a schema.
 * @throws Problem `body-too-large`, `malformed-json` or `invalid-request` that names each field and its rule
 */
export function readBody<S extends z.core.$ZodType>(event: ApiEvent, schema: S): z.output<S> {
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? '');
  if (Buffer.byteLength(text) > limits.bodyBytes) {
    throw new Problem('body-too-large', `A body has at most ${limits.bodyBytes} bytes.`);
  }
  if (nestingDepth(text) > limits.jsonDepth) {
    throw new Problem('invalid-request', `JSON may be nested at most ${limits.jsonDepth} levels deep.`, {
      fieldErrors: [{ pointer: '', detail: `must be at most ${limits.jsonDepth} levels deep` }],
    });
  }
  return checkShape(schema, parse(text));
}

/** @throws Problem `invalid-request` that names each field and its rule */
export function checkShape<S extends z.core.$ZodType>(schema: S, value: unknown): z.output<S> {
  const checked = z.safeParse(schema, value);
  if (checked.success) return checked.data;
  throw new Problem('invalid-request', 'The request has a wrong shape.', {
    fieldErrors: checked.error.issues.flatMap((issue) => {
      const at = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
      return issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ pointer: pointer(...at, key), detail: 'is not known here' }))
        : [{ pointer: pointer(...at), detail: issue.message }];
    }),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('malformed-json', 'The body must be one JSON value.', {
      fieldErrors: [{ pointer: '', detail: 'must be JSON' }],
    });
  }
}

/** What ids are made of: nothing that parts a key, a path or an expression. */
const idPattern = new RegExp(`^[A-Za-z0-9_-]{1,${limits.pathIdLength}}$`);

/**
 * A parameter of the path.
 * @throws Problem `not-found` for what can be no id of anything
 * @throws Error when the route has no such parameter, which is a mistake of ours
 */
export function pathParameter(
  event: ApiEvent,
  name:
    | 'pollId'
    | 'responseId'
    | 'questionId'
    | 'exportId'
    | 'exclusionId'
    | 'keyId'
    | 'webhookId'
    | 'deliveryId'
    | 'mediaId'
    | 'voter'
    | 'personId'
    | 'invitationId',
): string {
  const value = event.pathParameters?.[name];
  if (value === undefined) throw new Error(`${event.routeKey} has no path parameter ${name}`);
  if (!idPattern.test(value)) throw new Problem('not-found', 'There is nothing of such an id.');
  return value;
}

/** @throws Problem `not-found`: the same for what isn't there and for what belongs to somebody else */
export function found<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new Problem('not-found', `There is no such ${what}.`);
  return thing;
}
