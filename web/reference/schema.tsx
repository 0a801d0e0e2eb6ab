import type { Schema } from './document.ts';
import { nameOf } from './example.ts';

/** A schema in words, with what it is made of beneath. */
export function SchemaView({ schema }: { schema: Schema }) {
  const choices = schema.oneOf ?? schema.anyOf;
  const properties = Object.entries(schema.properties ?? {});
  return (
    <>
      <SchemaType schema={schema} />
      {properties.length > 0 && (
        <ul class="fields">
          {properties.map(([name, property]) => (
            <li key={name}>
              <code class="name">{name}</code>
              {!schema.required?.includes(name) && <span class="optional"> optional</span>}{' '}
              <SchemaView schema={property} />
            </li>
          ))}
        </ul>
      )}
      {typeof schema.additionalProperties === 'object' && (
        <ul class="fields">
          <li>
            <span class="name">each</span> <SchemaView schema={schema.additionalProperties} />
          </li>
        </ul>
      )}
      {schema.items && !isPlain(schema.items) && <SchemaView schema={schema.items} />}
      {choices && !choices.every(isPlain) && (
        <ul class="fields">
          {choices.map((choice, index) => (
            <li key={index}>
              <SchemaView schema={choice} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Nothing to unfold: its type says it all. */
function isPlain(schema: Schema): boolean {
  return !schema.properties && !schema.items && !schema.oneOf && !schema.anyOf && !schema.additionalProperties;
}

function SchemaType({ schema }: { schema: Schema }) {
  if (schema.$ref) {
    const name = nameOf(schema.$ref);
    return <a href={`#schema-${name}`}>{name}</a>;
  }
  return (
    <span class="type">
      {typeText(schema)}
      {limitsOf(schema).map((limit) => (
        <span class="limit" key={limit}>
          {' '}
          {limit}
        </span>
      ))}
    </span>
  );
}

function typeText(schema: Schema): string {
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.every(isPlain) ? choices.map(typeText).join(' | ') : 'one of';
  if (schema.items) return isPlain(schema.items) ? `list of ${typeText(schema.items)}` : 'list of';
  return [schema.type ?? 'anything', schema.format].filter(Boolean).join(', ');
}

function limitsOf({ minimum, maximum, minLength, maxLength, minItems, maxItems, ...rest }: Schema): string[] {
  const range = (least: number | undefined, most: number | undefined, unit: string) =>
    least === undefined && most === undefined
      ? []
      : [`${least ?? 0}${most === undefined || most === Number.MAX_SAFE_INTEGER ? ' or more' : ` to ${most}`}${unit}`];
  return [
    ...(minimum === Number.MIN_SAFE_INTEGER ? [] : range(minimum, maximum, '')),
    ...range(minLength, maxLength, ' characters'),
    ...range(minItems, maxItems, ' items'),
    ...(rest.pattern === undefined || rest.format !== undefined ? [] : [`like ${rest.pattern}`]),
    ...(rest.default === undefined ? [] : [`default ${JSON.stringify(rest.default)}`]),
  ];
}
