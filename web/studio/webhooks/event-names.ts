import type { WebhookEventType } from '../../../contracts/webhooks.ts';

/** What a webhook can be told of, in people's words. */
export const eventNames: Readonly<Record<WebhookEventType, string>> = {
  'poll.opened': 'A poll opens',
  'poll.closed': 'A poll closes',
  'results.milestone': 'Results reach 100, 1,000, 10,000 …',
  'responses.batch': 'Responses have come, once a minute',
  'export.ready': 'An export is ready',
};
