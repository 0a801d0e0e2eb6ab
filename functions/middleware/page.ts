import * as z from 'zod/mini';
import { limits } from '../../contracts/limits.ts';

const wholeNumber = /^[0-9]{1,4}$/;

/** How many things a page lists, as a query says it: `limit=20`. */
export const pageLimitSchema = z.pipe(
  z.pipe(
    z._default(z.string().check(z.regex(wholeNumber, 'must be a whole number')), '20'),
    z.transform((text: string) => Number(text)),
  ),
  z.number().check(z.minimum(1), z.maximum(limits.pageSize)),
);
