import * as z from 'zod/mini';
import { type Exclusion, type Suspicions, type SuspiciousGroup, suspicionReasons } from '../abuse.ts';
import { describes } from './describes.ts';
import { count, instant } from './shapes.ts';

const share = z.number().check(z.gte(0), z.lte(1));

const group = describes<SuspiciousGroup>()(
  z.strictObject({
    group: z.string(),
    responses: count,
    score: share,
    reasons: z.array(z.enum(suspicionReasons)),
    fastest: count,
    alike: share,
    firstAt: instant,
    lastAt: instant,
    excluded: count,
  }),
);

export const suspicions = describes<Suspicions>()(
  z.strictObject({
    state: z.enum(['computing', 'ready']),
    computedAt: z.optional(instant),
    groups: z.array(group),
  }),
);

export const exclusion = describes<Exclusion>()(
  z.strictObject({
    id: z.string(),
    group: z.string(),
    state: z.enum(['excluding', 'excluded', 'putting-back', 'put-back']),
    responses: count,
    requestedAt: instant,
  }),
);
export const exclusionList = z.strictObject({ exclusions: z.array(exclusion) });
