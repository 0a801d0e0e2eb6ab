import type { IncomingMessage } from 'node:http';
import type { PropertiesOf } from '../assembly/resources.ts';

export type CorsConfiguration = NonNullable<PropertiesOf<'AWS::ApiGatewayV2::Api'>['CorsConfiguration']>;

/** The headers by which a page of another origin may read the answer; none for a request that names no origin. */
export function corsHeaders(
  cors: CorsConfiguration | undefined,
  request: IncomingMessage,
): Record<string, string> | undefined {
  const { origin } = request.headers;
  if (!cors || origin === undefined) return undefined;
  if (!cors.AllowOrigins.includes('*') && !cors.AllowOrigins.includes(origin)) return undefined;
  return {
    'access-control-allow-origin': cors.AllowOrigins.includes('*') ? '*' : origin,
    'access-control-expose-headers': cors.ExposeHeaders.join(','),
    ...(request.method === 'OPTIONS'
      ? {
          'access-control-allow-methods': cors.AllowMethods.join(','),
          'access-control-allow-headers': cors.AllowHeaders.join(','),
          'access-control-max-age': String(cors.MaxAge),
        }
      : {}),
  };
}
