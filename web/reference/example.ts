import type { ApiDocument, Entry, Schema } from './document.ts';

/** A value that fits a schema, as short as it may be. */
export function exampleOf(schema: Schema, document: ApiDocument): unknown {
  if (schema.$ref) return exampleOf(document.components.schemas[nameOf(schema.$ref)] ?? {}, document);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [choice] = schema.oneOf ?? schema.anyOf ?? [];
  if (choice) return exampleOf(choice, document);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, exampleOf(schema.properties?.[name] ?? {}, document)]),
      );
    case 'array':
      return schema.items ? [exampleOf(schema.items, document)] : [];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return schema.minimum !== undefined && schema.minimum > 0 ? schema.minimum : 0;
    default:
      return 'text';
  }
}

/** A call of a route that can be pasted into a shell once its variables are set. */
export function curlOf({ method, path, operation }: Entry, document: ApiDocument, origin: string): string {
  const shell = (name: string) => `$${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
  const query = operation.parameters
    .filter(({ in: place, required }) => place === 'query' && required)
    .map(({ name }) => `${name}=${shell(name)}`);
  const address = origin + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => shell(name));
  const [scheme] = Object.keys(operation.security[0] ?? {});
  const header = scheme && document.components.securitySchemes[scheme]?.name;
  const required = operation.parameters.filter(({ in: place, required }) => place === 'header' && required);
  const schema = operation.requestBody?.content['application/json'].schema;
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"${address}${query.length > 0 ? `?${query.join('&')}` : ''}"`,
    ...(header ? [`-H "${header}: ${scheme === 'apiKey' ? '$API_KEY' : '$VOTER_TOKEN'}"`] : []),
    ...required.map(({ name }) => `-H "${name}: $ETAG"`),
    ...(schema ? [`-H 'content-type: application/json'`, `-d '${JSON.stringify(exampleOf(schema, document))}'`] : []),
  ].join(' \\\n  ');
}

/** The name behind a reference. */
export function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
