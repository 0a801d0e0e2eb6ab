import {
  deliveryList,
  deliveryView,
  webhookList,
  webhookView,
  webhookWithSecret,
  workspaceView,
} from '../answers/webhooks.ts';
import { deliveryListQuery } from '../queries.ts';
import { newWebhookSchema, webhookPatchSchema, workspacePatchSchema } from '../webhooks.ts';
import type { Operation } from './operation.ts';

export const webhookOperations = {
  createWebhook: {
    tag: 'Webhooks',
    summary: 'Create a webhook',
    description:
      'The answer is the only place where its secret is shown. Messages are signed as Standard Webhooks says.',
    body: newWebhookSchema,
    answers: { 201: { description: 'The webhook.', body: webhookWithSecret, headers: ['location'] } },
    problems: ['invalid-content'],
  },
  listWebhooks: {
    tag: 'Webhooks',
    summary: 'List webhooks',
    answers: { 200: { description: 'The workspace’s webhooks, oldest first.', body: webhookList } },
    problems: [],
  },
  getWebhook: {
    tag: 'Webhooks',
    summary: 'Read a webhook',
    answers: { 200: { description: 'The webhook, without its secret.', body: webhookView } },
    problems: ['not-found'],
  },
  updateWebhook: {
    tag: 'Webhooks',
    summary: 'Change a webhook',
    description: 'What is named changes. `enabled: true` takes up a disabled one.',
    body: webhookPatchSchema,
    answers: { 200: { description: 'The webhook as it is now.', body: webhookView } },
    problems: ['not-found', 'invalid-content'],
  },
  deleteWebhook: {
    tag: 'Webhooks',
    summary: 'Delete a webhook',
    answers: { 204: { description: 'It gets no more messages.' } },
    problems: ['not-found'],
  },
  rotateWebhook: {
    tag: 'Webhooks',
    summary: 'Replace a webhook’s secret',
    description: 'For a day, messages are signed with the secret before, too.',
    answers: { 200: { description: 'The webhook with its new secret.', body: webhookWithSecret } },
    problems: ['not-found'],
  },
  testWebhook: {
    tag: 'Webhooks',
    summary: 'Send a test',
    answers: { 202: { description: 'The delivery, which goes the way of all.', body: deliveryView } },
    problems: ['not-found', 'webhook-disabled'],
  },
  listDeliveries: {
    tag: 'Webhooks',
    summary: 'List a webhook’s deliveries',
    description: 'Those of the last 30 days.',
    query: deliveryListQuery,
    answers: { 200: { description: 'A page, newest first; `cursor` leads on.', body: deliveryList } },
    problems: ['not-found', 'invalid-request'],
  },
  replayDelivery: {
    tag: 'Webhooks',
    summary: 'Replay a delivery',
    description: 'It is tried now, and anew for a day.',
    answers: { 202: { description: 'The delivery.', body: deliveryView } },
    problems: ['not-found', 'webhook-disabled'],
  },
  getWorkspace: {
    tag: 'Webhooks',
    summary: 'See who gets mail',
    answers: { 200: { description: 'The workspace’s contact.', body: workspaceView } },
    problems: [],
  },
  updateWorkspace: {
    tag: 'Webhooks',
    summary: 'Say who gets mail',
    description: 'A summary when a poll closes, and a notice when a webhook is disabled.',
    body: workspacePatchSchema,
    answers: { 200: { description: 'The workspace’s contact.', body: workspaceView } },
    problems: [],
  },
} as const satisfies Record<string, Operation>;
