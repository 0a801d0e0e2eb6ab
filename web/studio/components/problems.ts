import { createContext } from 'preact';
import type { FieldError } from '../../../contracts/problems.ts';

/** What the API complained about, for the fields below. */
export const Problems = createContext<readonly FieldError[]>([]);
