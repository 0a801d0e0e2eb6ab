import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type PageSettings, settingsPath } from '../../../contracts/pages.ts';
import { Notice } from '../components/notice.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { TextField } from '../components/text-field.tsx';
import { farewell, startSession } from '../session.ts';
import { comesFromLogin, leaveForLogin, redeemCode } from './hosted-login.ts';

/** Where nobody has signed in: the hosted login where there is one, else a form for an API key. */
export function SignInPage() {
  const settings = useSignal<PageSettings | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const key = useSignal('');

  useEffect(() => {
    async function begin() {
      const response = await fetch(settingsPath).catch(() => undefined);
      const found = (await response?.json().catch(() => undefined)) as PageSettings | undefined;
      if (!found) {
        problem.value = 'The server can’t be reached. Reload the page to try again.';
        return;
      }
      if (found.signIn && comesFromLogin()) {
        try {
          startSession(await redeemCode(found.signIn));
          return;
        } catch (error) {
          problem.value = error instanceof Error ? error.message : String(error);
        }
      }
      settings.value = found;
    }
    void begin();
  }, []);

  const { signIn } = settings.value ?? {};
  return (
    <main class="sign-in">
      <div class="panel stack">
        <p class="brand">
          <span class="mark" aria-hidden="true" />
          Groundswell
        </p>
        <PageTitle>Ask everyone at once</PageTitle>
        <p class="quiet">Make polls, share them, and watch the answers come in.</p>
        {farewell.value && <Notice tone="warn">{farewell.value}</Notice>}
        {problem.value && <Notice tone="bad">{problem.value}</Notice>}
        {!settings.value && !problem.value && <p role="status">Loading…</p>}
        {settings.value && signIn && (
          <button type="button" class="primary" onClick={() => void leaveForLogin(signIn)}>
            Sign in
          </button>
        )}
        {settings.value && !signIn && (
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              if (key.value.trim()) startSession(key.value.trim());
            }}
          >
            <TextField
              label="API key"
              type="password"
              hint="The program prints it when it starts."
              value={key.value}
              change={(text) => {
                key.value = text;
              }}
            />
            <button type="submit" class="primary">
              Sign in
            </button>
          </form>
        )}
      </div>
    </main>
  );
}
