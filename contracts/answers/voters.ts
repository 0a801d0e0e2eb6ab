import * as z from 'zod/mini';
import type { CodeCounts, NewCodes } from '../voters.ts';
import { describes } from './describes.ts';
import { count } from './shapes.ts';

export const newCodes = describes<NewCodes>()(z.strictObject({ codes: z.array(z.string()) }));

export const codeCounts = describes<CodeCounts>()(z.strictObject({ issued: count, used: count, unused: count }));
