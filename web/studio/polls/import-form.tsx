import { useSignal } from '@preact/signals';
import type { PollView } from '../../../contracts/poll.ts';
import type { FieldError } from '../../../contracts/problems.ts';
import { ApiError, messageOf, send } from '../api.ts';
import { Notice } from '../components/notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { go } from '../router.ts';

/** A definition as JSON, from a file or pasted; the API says what is wrong with it. */
export function ImportForm() {
  const text = useSignal('');
  const message = useSignal('');
  const problems = useSignal<readonly FieldError[]>([]);

  async function create() {
    problems.value = [];
    message.value = '';
    let body: unknown;
    try {
      body = JSON.parse(text.value);
    } catch {
      message.value = 'This is not JSON. Look for a missing comma, quote or bracket.';
      return;
    }
    try {
      const { body: view } = await send<PollView>('POST', '/polls', { body });
      go(`/polls/${view.id}`);
    } catch (error) {
      problems.value = error instanceof ApiError ? error.errors : [];
      message.value = problems.value.length > 0 ? 'The definition breaks these rules:' : messageOf(error);
    }
  }

  return (
    <section class="panel stack" aria-labelledby="import-title">
      <h2 id="import-title">Import a definition</h2>
      <div class="field">
        <label for="import-file">JSON file</label>
        <input
          id="import-file"
          type="file"
          accept="application/json,.json"
          onChange={async (event) => {
            text.value = (await event.currentTarget.files?.[0]?.text()) ?? '';
          }}
        />
      </div>
      <TextField
        label="or paste it here"
        lines={6}
        value={text.value}
        change={(value) => {
          text.value = value;
        }}
      />
      {message.value && (
        <Notice tone="bad">
          <p>{message.value}</p>
          <ul>
            {problems.value.map(({ pointer, detail }) => (
              <li key={pointer + detail}>
                <code>{pointer || '/'}</code> {detail}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div class="row">
        <button type="button" class="primary" disabled={text.value.trim() === ''} onClick={() => void create()}>
          Import
        </button>
      </div>
    </section>
  );
}
