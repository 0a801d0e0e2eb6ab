import { Duration } from 'aws-cdk-lib';
import { headers } from '../../contracts/headers.ts';
import { routes } from '../../contracts/routes.ts';

/** What pages of any origin may send to the API and read of its answers; nothing in it rests on cookies. */
export const cors = {
  origins: ['*'],
  methods: [...new Set(routes.map(({ method }) => method))],
  headers: ['content-type', ...Object.values(headers)],
  exposed: ['etag', 'location', 'retry-after'],
  maxAge: Duration.days(1),
} as const;
