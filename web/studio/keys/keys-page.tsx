import { useSignal } from '@preact/signals';
import type { ApiKeyView, NewApiKey } from '../../../contracts/keys.ts';
import { type Scope, scopes } from '../../../contracts/scopes.ts';
import { messageOf, send } from '../api.ts';
import { CheckField } from '../components/choice-fields.tsx';
import { confirm } from '../components/confirm.tsx';
import { CopyField } from '../components/copy-field.tsx';
import { Loading, Notice } from '../components/notice.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { TextField } from '../components/text-field.tsx';
import { useLoad } from '../components/use-load.ts';

/** Keys for the workspace's own programs. */
export default function KeysPage() {
  const list = useLoad((signal) => send<{ keys: readonly ApiKeyView[] }>('GET', '/keys', { signal }), []);
  const made = useSignal<NewApiKey | undefined>(undefined);
  const problem = useSignal('');
  const keys = list.value.value?.body.keys;

  async function revoke({ id, name }: ApiKeyView) {
    const text = `Whatever uses “${name}” will be refused from then on.`;
    if (!(await confirm({ title: 'Revoke the key?', text, action: 'Revoke key', danger: true }))) return;
    try {
      await send('DELETE', `/keys/${encodeURIComponent(id)}`);
      problem.value = '';
      list.again();
    } catch (error) {
      problem.value = messageOf(error);
    }
  }

  const said = list.problem.value ?? problem.value;
  return (
    <>
      <PageTitle>API keys</PageTitle>
      {said && <Notice tone="bad">{said}</Notice>}
      {made.value && (
        <Notice tone="good">
          <CopyField
            label={`The key “${made.value.name}”`}
            hint="It is shown this once. Keep it where secrets are kept."
            value={made.value.key}
          />
        </Notice>
      )}
      {!keys && !said && <Loading />}
      {keys?.length === 0 && <p class="quiet">There are no keys yet.</p>}
      <ul class="list">
        {keys?.map((key) => (
          <li key={key.id} class="row">
            <span class="title">
              {key.name}
              <br />
              <span class="quiet">
                {key.scopes.join(', ')} · since {new Date(key.createdAt).toLocaleDateString()}
              </span>
            </span>
            <button
              type="button"
              class="small danger"
              aria-label={`Revoke ${key.name}`}
              onClick={() => void revoke(key)}
            >
              Revoke
            </button>
          </li>
        ))}
      </ul>
      <NewKey
        made={(key) => {
          made.value = key;
          list.again();
        }}
      />
    </>
  );
}

function NewKey({ made }: { made: (key: NewApiKey) => void }) {
  const name = useSignal('');
  const chosen = useSignal<readonly Scope[]>(['polls:read', 'results:read']);
  const problem = useSignal('');
  async function create(event: Event) {
    event.preventDefault();
    try {
      const { body } = await send<NewApiKey>('POST', '/keys', { body: { name: name.value, scopes: chosen.value } });
      problem.value = '';
      name.value = '';
      made(body);
    } catch (error) {
      problem.value = messageOf(error);
    }
  }
  return (
    <form class="panel stack" onSubmit={(event) => void create(event)}>
      <h2>New key</h2>
      <TextField
        label="What is it for?"
        value={name.value}
        change={(text) => {
          name.value = text;
        }}
      />
      <fieldset class="plain">
        <legend>It may</legend>
        <div class="row wrap">
          {scopes.map((scope) => (
            <CheckField
              key={scope}
              label={scope}
              checked={chosen.value.includes(scope)}
              change={(on) => {
                const rest = chosen.value.filter((one) => one !== scope);
                chosen.value = on ? [...rest, scope] : rest;
              }}
            />
          ))}
        </div>
      </fieldset>
      {problem.value && <Notice tone="bad">{problem.value}</Notice>}
      <div class="row">
        <button type="submit" class="primary" disabled={name.value.trim() === '' || chosen.value.length === 0}>
          Make key
        </button>
      </div>
    </form>
  );
}
