import { useSignal } from '@preact/signals';
import type { WebhookView, WebhookWithSecret } from '../../../contracts/webhooks.ts';
import { messageOf, send } from '../api.ts';
import { confirm } from '../components/confirm.tsx';
import { CopyField } from '../components/copy-field.tsx';
import { Loading, Notice } from '../components/notice.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { useLoad } from '../components/use-load.ts';
import { Deliveries } from './deliveries.tsx';
import { eventNames } from './event-names.ts';
import { NewWebhookForm } from './new-webhook-form.tsx';

/** Where other systems hear what happens. */
export default function WebhooksPage() {
  const list = useLoad((signal) => send<{ webhooks: readonly WebhookView[] }>('GET', '/webhooks', { signal }), []);
  const made = useSignal<WebhookWithSecret | undefined>(undefined);
  const problem = useSignal('');
  const webhooks = list.value.value?.body.webhooks;

  async function act(method: string, path: string, body?: unknown) {
    try {
      const answer = await send<WebhookWithSecret | undefined>(method, `/webhooks/${path}`, { body });
      if (answer.body && 'secret' in answer.body) made.value = answer.body;
      problem.value = '';
      list.again();
    } catch (error) {
      problem.value = messageOf(error);
    }
  }
  async function remove({ id, url }: WebhookView) {
    const text = `${url} will hear of nothing any more.`;
    if (await confirm({ title: 'Delete the webhook?', text, action: 'Delete webhook', danger: true })) {
      await act('DELETE', id);
    }
  }

  const said = list.problem.value ?? problem.value;
  return (
    <>
      <PageTitle>Webhooks</PageTitle>
      {said && <Notice tone="bad">{said}</Notice>}
      {made.value && (
        <Notice tone="good">
          <CopyField
            label={`The secret for ${made.value.url}`}
            hint="It is shown this once; Standard Webhooks says how to check signatures with it."
            value={made.value.secret}
          />
        </Notice>
      )}
      {!webhooks && !said && <Loading />}
      {webhooks?.length === 0 && <p class="quiet">There are no webhooks yet.</p>}
      <ul class="list">
        {webhooks?.map((webhook) => (
          <li key={webhook.id} class="stack">
            <div class="row wrap">
              <span class="title">
                {webhook.url}
                <br />
                <span class="quiet">
                  {webhook.enabled ? 'On' : offBecause(webhook)} ·{' '}
                  {webhook.events.map((type) => eventNames[type]).join(', ')}
                </span>
              </span>
              <Action webhook={webhook} name="Test" act={() => act('POST', `${webhook.id}/test`)} />
              <Action
                webhook={webhook}
                name={webhook.enabled ? 'Turn off' : 'Turn on'}
                act={() => act('PATCH', webhook.id, { enabled: !webhook.enabled })}
              />
              <Action webhook={webhook} name="New secret" act={() => act('POST', `${webhook.id}/rotate`)} />
              <Action webhook={webhook} name="Delete" act={() => remove(webhook)} />
            </div>
            <Deliveries webhookId={webhook.id} />
          </li>
        ))}
      </ul>
      <NewWebhookForm
        made={(webhook) => {
          made.value = webhook;
          list.again();
        }}
      />
    </>
  );
}

function offBecause({ disabledBecause }: WebhookView): string {
  if (disabledBecause === 'failing') return 'Off, as it failed for too long';
  return disabledBecause === 'gone' ? 'Off, as it said that it is gone' : 'Off';
}

function Action({ webhook, name, act }: { webhook: WebhookView; name: string; act: () => Promise<void> }) {
  return (
    <button type="button" class="small" aria-label={`${name}: ${webhook.url}`} onClick={() => void act()}>
      {name}
    </button>
  );
}
