import type { ApiDocument, Entry } from './document.ts';
import { curlOf } from './example.ts';
import { SchemaView } from './schema.tsx';

/** Text in which some words stand between backticks. */
export function Prose({ text }: { text: string }) {
  // Every second part stood between two of them.
  return <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))}</>;
}

/** All about one route. */
export function Route({ entry, document }: { entry: Entry; document: ApiDocument }) {
  const { method, path, operation } = entry;
  const { operationId, summary, description, parameters, requestBody } = operation;
  return (
    <article id={operationId} aria-labelledby={`${operationId}-title`}>
      <h3 id={`${operationId}-title`}>
        <a href={`#${operationId}`}>{summary}</a>
      </h3>
      <p class="route">
        <span class={`method ${method.toLowerCase()}`}>{method}</span> <code>{path}</code>
      </p>
      {description && (
        <p>
          <Prose text={description} />
        </p>
      )}
      <Access entry={entry} document={document} />
      {parameters.length > 0 && (
        <>
          <h4>Parameters</h4>
          <ul class="fields">
            {parameters.map((parameter) => (
              <li key={parameter.name}>
                <code class="name">{parameter.name}</code>
                <span class="optional">
                  {' '}
                  {parameter.in}
                  {parameter.required ? '' : ', optional'}
                </span>{' '}
                <SchemaView schema={parameter.schema} />
                {parameter.description && (
                  <p>
                    <Prose text={parameter.description} />
                  </p>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {requestBody && (
        <>
          <h4>Body</h4>
          <SchemaView schema={requestBody.content['application/json'].schema} />
        </>
      )}
      <h4>Answers</h4>
      <Answers entry={entry} document={document} />
      <h4>Example</h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{curlOf(entry, document, location.origin)}</code>
      </pre>
    </article>
  );
}

function Access({ entry: { operation }, document }: { entry: Entry; document: ApiDocument }) {
  const scope = operation['x-scope'];
  const names = operation.security.flatMap((one) => Object.keys(one));
  const isOptional = operation.security.some((one) => Object.keys(one).length === 0);
  if (names.length === 0) return <p class="access">For everyone.</p>;
  return (
    <p class="access">
      Needs {names.map((name) => document.components.securitySchemes[name]?.name ?? name).join(' or ')}
      {scope && (
        <>
          {' '}
          with the scope <code>{scope}</code>
        </>
      )}
      {isOptional && ', or nothing'}.
    </p>
  );
}

function Answers({ entry: { operation }, document }: { entry: Entry; document: ApiDocument }) {
  const answers = Object.entries(operation.responses);
  return (
    <dl>
      {answers.map(([status, { description, content, 'x-problems': problems }]) => (
        <div key={status}>
          <dt class={Number(status) < 400 ? 'good' : 'bad'}>{status}</dt>
          <dd>
            {problems ? (
              <ul class="problems">
                {problems.map((code) => (
                  <li key={code}>
                    <code>{code}</code> {document['x-problems'][code]?.title}
                  </li>
                ))}
              </ul>
            ) : (
              <Prose text={description} />
            )}{' '}
            {content?.['application/json'] && !problems && <SchemaView schema={content['application/json'].schema} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
