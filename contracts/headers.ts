/** Request and response headers, in the lower case that API Gateway hands to a function. */
export const headers = {
  apiKey: 'x-api-key',
  voterToken: 'x-voter-token',
  idempotencyKey: 'idempotency-key',
  ifMatch: 'if-match',
  ifNoneMatch: 'if-none-match',
} as const;
