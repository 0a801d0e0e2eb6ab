import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type PageSettings, settingsPath } from '../../../contracts/pages.ts';
import { messageOf } from '../api.ts';
import { Notice } from '../components/notice.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { TextField } from '../components/text-field.tsx';
import { farewell, startSession } from '../session.ts';
import { enter, foundWorkspace } from './enter.ts';
import { comesFromLogin, type LoginTokens, leaveForLogin, redeemCode } from './hosted-login.ts';
import { keptInvitation } from './invitation.ts';

/** Where nobody has signed in: the hosted login where there is one, else a form for an API key. */
export function SignInPage() {
  const settings = useSignal<PageSettings | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const key = useSignal('');
  /** Somebody who has signed in and has no workspace. */
  const guest = useSignal<LoginTokens | undefined>(undefined);

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
          const tokens = await redeemCode(found.signIn);
          if (await enter(tokens)) return;
          guest.value = tokens;
        } catch (error) {
          problem.value = error instanceof Error ? error.message : String(error);
        }
      }
      settings.value = found;
    }
    void begin();
  }, []);

  const { signIn, takesKeys = !signIn } = settings.value ?? {};
  const found = (tokens: LoginTokens) =>
    foundWorkspace(tokens).catch((error: unknown) => {
      problem.value = messageOf(error);
    });
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
        {keptInvitation() !== undefined && <p>You are invited to a workspace. Sign in to take it up.</p>}
        {guest.value && (
          <>
            <p>You are in no workspace yet. Ask the owner of one to invite you, or make your own.</p>
            <button type="button" onClick={() => guest.value && void found(guest.value)}>
              Make a workspace
            </button>
          </>
        )}
        {settings.value && signIn && (
          <button type="button" class="primary" onClick={() => void leaveForLogin(signIn)}>
            {takesKeys ? 'Sign in by e-mail' : 'Sign in'}
          </button>
        )}
        {settings.value && takesKeys && (
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
