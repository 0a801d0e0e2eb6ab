import { headers } from '../../contracts/headers.ts';
import { operationNameOf, tags } from '../../contracts/operations/operation.ts';
import { operations } from '../../contracts/operations/operations.ts';
import { problems } from '../../contracts/problems.ts';
import { routes } from '../../contracts/routes.ts';
import { operationObject } from './operation-object.ts';
import { namedSchemas } from './schemas.ts';

/** The API as an OpenAPI 3.1 document, made of the routes and of the schemas that validate requests. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operationObject(route, operations[operationNameOf(route)]),
    };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Groundswell',
      version: '1',
      summary: 'Live polls, votes and surveys.',
      description:
        'Errors are problem documents (RFC 9457): `type` ends with a stable code, `instance` names the request.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    // Whatever the document came from answers the API, too.
    servers: [{ url: '/' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        apiKey: {
          type: 'apiKey',
          in: 'header',
          name: headers.apiKey,
          description: 'An API key of the workspace, with the scope that the route needs (`x-scope`).',
        },
        voterToken: {
          type: 'apiKey',
          in: 'header',
          name: headers.voterToken,
          description: 'What proves a voter: from `POST /polls/{pollId}/devices` or `…/voter-tokens`.',
        },
      },
      schemas: namedSchemas(),
    },
    'x-problems': problems,
  };
}
