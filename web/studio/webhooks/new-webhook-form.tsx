import { useSignal } from '@preact/signals';
import type { WebhookEventType, WebhookWithSecret } from '../../../contracts/webhooks.ts';
import { ApiError, messageOf, send } from '../api.ts';
import { CheckField } from '../components/choice-fields.tsx';
import { Notice } from '../components/notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { eventNames } from './event-names.ts';

/** Asks where to, and of what. */
export function NewWebhookForm({ made }: { made: (webhook: WebhookWithSecret) => void }) {
  const url = useSignal('');
  const events = useSignal<readonly WebhookEventType[]>(['poll.closed']);
  const problem = useSignal('');
  async function create(event: Event) {
    event.preventDefault();
    try {
      const { body } = await send<WebhookWithSecret>('POST', '/webhooks', {
        body: { url: url.value, events: events.value },
      });
      problem.value = '';
      url.value = '';
      made(body);
    } catch (error) {
      const [first] = error instanceof ApiError ? error.errors : [];
      problem.value = first ? `${first.pointer.slice(1) || 'It'} ${first.detail}` : messageOf(error);
    }
  }
  return (
    <form class="panel stack" onSubmit={(event) => void create(event)}>
      <h2>New webhook</h2>
      <TextField
        label="Address, with https"
        value={url.value}
        change={(text) => {
          url.value = text;
        }}
      />
      <fieldset class="plain">
        <legend>Tell it when</legend>
        <div class="stack">
          {(Object.keys(eventNames) as WebhookEventType[]).map((type) => (
            <CheckField
              key={type}
              label={eventNames[type]}
              checked={events.value.includes(type)}
              change={(on) => {
                const rest = events.value.filter((one) => one !== type);
                events.value = on ? [...rest, type] : rest;
              }}
            />
          ))}
        </div>
      </fieldset>
      {problem.value && <Notice tone="bad">{problem.value}</Notice>}
      <div class="row">
        <button type="submit" class="primary" disabled={url.value.trim() === '' || events.value.length === 0}>
          Add webhook
        </button>
      </div>
    </form>
  );
}
