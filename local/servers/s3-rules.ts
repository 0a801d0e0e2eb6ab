/** What S3 refuses, and the embedded one doesn't: an error code of S3's and its status. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
}

/** What S3 answers to what a policy forbids, and of an object that isn't there to whoever may not list its bucket. */
export const denied: Refusal = { status: 403, code: 'AccessDenied' };

/** A form as a browser posts it: its fields in lower case, and how large its file is. */
export interface PostedForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly bytes: number;
}

/**
 * Holds a posted form against the policy that it carries: when it ends, what its fields must be, how large the file
 * may be (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html). Its signature is not
 * checked: whoever reaches a laptop may write there.
 */
export function refusePost(bucket: string, { fields, bytes }: PostedForm, now: number): Refusal | undefined {
  const policy = policyOf(fields.policy);
  if (!policy || Date.parse(policy.expiration) <= now) return denied;
  const values = { ...fields, bucket };
  for (const condition of policy.conditions) {
    const [operator, name, wanted] = Array.isArray(condition)
      ? condition
      : (['eq', ...(Object.entries(condition)[0] ?? [])] as const);
    if (operator === 'content-length-range') {
      if (bytes < Number(name)) return { status: 400, code: 'EntityTooSmall' };
      if (bytes > Number(wanted)) return { status: 400, code: 'EntityTooLarge' };
      continue;
    }
    const value = values[String(name).replace(/^\$/, '').toLowerCase() as keyof typeof values] ?? '';
    const holds = operator === 'starts-with' ? value.startsWith(String(wanted)) : value === wanted;
    if (!holds || !['eq', 'starts-with'].includes(String(operator))) return denied;
  }
  // A field that no condition names is refused, too, but for those of the form itself.
  const named = policy.conditions.map((one) => (Array.isArray(one) ? String(one[1]) : (Object.keys(one)[0] ?? '')));
  const known = new Set(named.map((name) => name.replace(/^\$/, '').toLowerCase()));
  const own = /^(policy|x-amz-signature|file|x-ignore-.*)$/;
  return Object.keys(fields).some((field) => !known.has(field) && !own.test(field)) ? denied : undefined;
}

interface Policy {
  readonly expiration: string;
  readonly conditions: readonly (readonly unknown[] | Readonly<Record<string, string>>)[];
}

function policyOf(encoded: string | undefined): Policy | undefined {
  try {
    return encoded === undefined ? undefined : JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Whether a presigned address has ended; one without a signature in it hasn't. */
export function refusePresigned(query: URLSearchParams, now: number): Refusal | undefined {
  const [date, seconds] = [query.get('X-Amz-Date'), query.get('X-Amz-Expires')];
  if (!date || !seconds) return undefined;
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  return Date.parse(iso) + Number(seconds) * 1_000 > now ? undefined : denied;
}

/** A rule of a bucket on who may call it from a page of another origin, as its template has it. */
export interface CorsRule {
  readonly AllowedOrigins: readonly string[];
  readonly AllowedMethods: readonly string[];
  readonly AllowedHeaders: readonly string[];
  readonly ExposedHeaders: readonly string[];
  readonly MaxAge: number;
}

/** The headers by which a browser lets a page have an answer; none where no rule says so. */
export function corsHeaders(rules: readonly CorsRule[], origin: string, method: string): Record<string, string> {
  const rule = rules.find(
    ({ AllowedOrigins, AllowedMethods }) =>
      AllowedMethods.includes(method) && AllowedOrigins.some((one) => one === '*' || one === origin),
  );
  if (!rule) return {};
  return {
    'access-control-allow-origin': rule.AllowedOrigins.includes('*') ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    'access-control-allow-headers': rule.AllowedHeaders.join(', '),
    'access-control-expose-headers': rule.ExposedHeaders.join(', '),
    'access-control-max-age': String(rule.MaxAge),
    vary: 'Origin',
  };
}
