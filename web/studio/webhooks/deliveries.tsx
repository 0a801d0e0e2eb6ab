import { useSignal } from '@preact/signals';
import type { DeliveryView } from '../../../contracts/webhooks.ts';
import { messageOf, send } from '../api.ts';
import { Notice } from '../components/notice.tsx';

/** What a webhook was told lately, when somebody wants to know. */
export function Deliveries({ webhookId }: { webhookId: string }) {
  const base = `/webhooks/${encodeURIComponent(webhookId)}/deliveries`;
  const deliveries = useSignal<readonly DeliveryView[] | undefined>(undefined);
  const problem = useSignal('');

  async function attempt(work: () => Promise<unknown>) {
    try {
      await work();
      const { body } = await send<{ deliveries: readonly DeliveryView[] }>('GET', base);
      deliveries.value = body.deliveries;
      problem.value = '';
    } catch (error) {
      problem.value = messageOf(error);
    }
  }

  return (
    <details
      onToggle={(event) => {
        if (event.currentTarget.open) void attempt(async () => {});
      }}
    >
      <summary>Deliveries</summary>
      {problem.value && <Notice tone="bad">{problem.value}</Notice>}
      {deliveries.value?.length === 0 && <p class="quiet">Nothing was sent yet.</p>}
      <ul class="list">
        {deliveries.value?.map((delivery) => (
          <li key={delivery.id} class="row wrap">
            <span class="title">
              {delivery.type} · {delivery.state}
              <br />
              <span class="quiet">
                {new Date(delivery.createdAt).toLocaleString()} · {delivery.attempts} attempts{lastOf(delivery)}
              </span>
            </span>
            {delivery.state !== 'pending' && (
              <button
                type="button"
                class="small"
                aria-label={`Send again: ${delivery.type} of ${delivery.createdAt}`}
                onClick={() => void attempt(() => send('POST', `${base}/${encodeURIComponent(delivery.id)}/replay`))}
              >
                Send again
              </button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

function lastOf({ lastAttempt }: DeliveryView): string {
  if (!lastAttempt) return '';
  return ` · ${lastAttempt.status ?? lastAttempt.error ?? ''}`;
}
