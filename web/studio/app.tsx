import { useEffect, useRef } from 'preact/hooks';
import { ConfirmDialog } from './components/confirm.tsx';
import { lazy } from './components/lazy.tsx';
import { PageTitle } from './components/page-title.tsx';
import { ListPage } from './polls/list-page.tsx';
import { type Part, PollPage, parts } from './polls/poll-page.tsx';
import { match, path } from './router.ts';
import { apiKey, endSession } from './session.ts';
import { SignInPage } from './sign-in/sign-in-page.tsx';

const NewPage = lazy(() => import('./polls/new-page.tsx'));
const KeysPage = lazy(() => import('./keys/keys-page.tsx'));
const WebhooksPage = lazy(() => import('./webhooks/webhooks-page.tsx'));
const PresenterPage = lazy(() => import('./presenter/presenter-page.tsx'));

/** The whole workspace's pages; those of one poll are in `polls/poll-page.tsx`. */
const places = { '/': 'Polls', '/webhooks': 'Webhooks', '/keys': 'API keys' } as const;

export function App() {
  if (apiKey.value === undefined) return <SignInPage />;
  const presented = match('/polls/:id/present');
  if (presented?.id) return <PresenterPage key={presented.id} id={presented.id} />;
  return (
    <>
      <button type="button" class="skip" onClick={skip}>
        Skip to content
      </button>
      <header class="top">
        <a class="brand" href="#/">
          <span class="mark" aria-hidden="true" />
          Groundswell
        </a>
        <nav aria-label="Workspace">
          {Object.entries(places).map(([place, name]) => (
            <a key={place} href={`#${place}`} aria-current={path.value === place ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <button type="button" class="small" onClick={() => endSession()}>
          Sign out
        </button>
      </header>
      <Main />
      <ConfirmDialog />
    </>
  );
}

function Main() {
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const now = path.value;
  useEffect(() => {
    // The first page has the focus where the browser puts it.
    if (!first.current) main.current?.focus();
    first.current = false;
  }, [now]);
  return (
    <main id="main" tabIndex={-1} ref={main}>
      <Page />
    </main>
  );
}

function Page() {
  const poll = match('/polls/:id') ?? match('/polls/:id/:part');
  if (poll?.id && (poll.part === undefined || poll.part in parts)) {
    return <PollPage key={poll.id} id={poll.id} part={(poll.part ?? 'edit') as Part} />;
  }
  if (match('/')) return <ListPage />;
  if (match('/new')) return <NewPage />;
  if (match('/webhooks')) return <WebhooksPage />;
  if (match('/keys')) return <KeysPage />;
  return (
    <>
      <PageTitle>There is no such page</PageTitle>
      <p>
        <a href="#/">Go to your polls</a>
      </p>
    </>
  );
}

/** Not a link, whose address the router would read. */
function skip() {
  document.getElementById('main')?.focus();
}
