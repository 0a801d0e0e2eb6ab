import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { openApiPath } from '../../contracts/pages.ts';
import { type ApiDocument, type Entry, entriesOf, matches } from './document.ts';
import './reference.css';
import { Prose, Route } from './route.tsx';
import { SchemaView } from './schema.tsx';

function Reference({ document }: { document: ApiDocument }) {
  const [search, setSearch] = useState('');
  const found = entriesOf(document).filter((entry) => matches(entry, search));
  const groups = document.tags
    .map((tag) => ({ ...tag, entries: found.filter(({ operation }) => operation.tags[0] === tag.name) }))
    .filter(({ entries }) => entries.length > 0);
  // The browser looked for the address's place before there was any.
  useEffect(() => window.document.getElementById(location.hash.slice(1))?.scrollIntoView(), []);
  return (
    <>
      <a class="skip" href="#routes">
        Skip to the routes
      </a>
      <header>
        <h1>{document.info.title} API</h1>
        <p>
          {document.info.summary} <Prose text={document.info.description} />
        </p>
        <p>
          <a href={openApiPath}>OpenAPI document</a>
        </p>
      </header>
      <nav aria-label="Routes">
        <label>
          Search
          <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
        </label>
        <p role="status">{found.length === 1 ? '1 route' : `${found.length} routes`}</p>
        {groups.map(({ name, entries }) => (
          <Links key={name} name={name} entries={entries} />
        ))}
      </nav>
      <main id="routes" tabIndex={-1}>
        {groups.map(({ name, description, entries }) => (
          <section key={name} aria-labelledby={`tag-${name}`}>
            <h2 id={`tag-${name}`}>{name}</h2>
            <p>{description}</p>
            {entries.map((entry) => (
              <Route key={entry.operation.operationId} entry={entry} document={document} />
            ))}
          </section>
        ))}
        <section aria-labelledby="schemas">
          <h2 id="schemas">Schemas</h2>
          {Object.entries(document.components.schemas).map(([name, schema]) => (
            <article key={name} id={`schema-${name}`}>
              <h3>{name}</h3>
              <SchemaView schema={schema} />
            </article>
          ))}
        </section>
      </main>
    </>
  );
}

function Links({ name, entries }: { name: string; entries: readonly Entry[] }) {
  return (
    <>
      <h2>{name}</h2>
      <ul>
        {entries.map(({ operation: { operationId, summary } }) => (
          <li key={operationId}>
            <a href={`#${operationId}`}>{summary}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Failure() {
  return (
    <main>
      <h1>Groundswell API</h1>
      <p role="alert">The API’s description could not be loaded. Reload the page to try again.</p>
    </main>
  );
}

const root = window.document.getElementById('reference');
if (root) {
  fetch(openApiPath)
    .then((response) => (response.ok ? (response.json() as Promise<ApiDocument>) : undefined))
    .catch(() => undefined)
    .then((document) => render(document ? <Reference document={document} /> : <Failure />, root));
}
