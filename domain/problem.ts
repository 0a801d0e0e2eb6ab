import {
  type FieldError,
  type ProblemCode,
  type ProblemDocument,
  problems,
  problemTypePrefix,
} from '../contracts/problems.ts';

/** An expected refusal: what a caller did wrong, or may not do. It becomes an RFC 9457 problem document. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly fieldErrors: readonly FieldError[];
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(
    code: ProblemCode,
    detail: string,
    more: { fieldErrors?: readonly FieldError[]; extensions?: Record<string, unknown> } = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.fieldErrors = more.fieldErrors ?? [];
    this.extensions = more.extensions ?? {};
  }
}

/** The HTTP status and body of a problem. */
export function toDocument(problem: Problem): ProblemDocument {
  const { status, title } = problems[problem.code];
  return {
    type: problemTypePrefix + problem.code,
    title,
    status,
    detail: problem.message,
    ...(problem.fieldErrors.length > 0 ? { errors: problem.fieldErrors } : {}),
    ...problem.extensions,
  };
}

/** Escapes one step of a JSON pointer (RFC 6901) and joins the steps. */
export function pointer(...steps: readonly (string | number)[]): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
