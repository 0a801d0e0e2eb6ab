import type { InvitationView } from '../../contracts/people.ts';
import type { MailOrder } from '../../contracts/webhooks.ts';
import type { Poll } from '../polls/poll.ts';
import { resultsOf, type Tally } from '../tallies/results.ts';
import type { WebhookStore } from '../webhooks/ports.ts';
import { isEnabled } from '../webhooks/webhook.ts';
import type { Letter } from './letter.ts';
import { invitationLetter, pollClosedLetter, webhookDisabledLetter } from './letters.ts';

type InvitationOrder = Extract<MailOrder, { kind: 'invitation' }>;

export interface MailPorts {
  readonly polls: { get(pollId: string): Promise<Poll | undefined> };
  readonly tallies: { read(pollId: string): Promise<Tally> };
  readonly webhooks: Pick<WebhookStore, 'get'>;
  readonly contacts: { get(workspaceId: string): Promise<string | undefined> };
  readonly invitations: { get(workspaceId: string, invitationId: string): Promise<InvitationView | undefined> };
  /** Where people sign in, without a slash at the end. */
  readonly studioUrl: string;
  readonly mailer: { send(to: string, letter: Letter): Promise<void> };
  /** Which mails went out. */
  readonly sent: {
    has(workspaceId: string, key: string): Promise<boolean>;
    add(workspaceId: string, key: string, now: number): Promise<void>;
  };
}

/**
 * Writes the mail that is asked for to the workspace's contact, if there is one, and if it didn't go out before. First
 * it is sent and then remembered: a failure in between sends it twice, and never not at all.
 */
export async function carryOut(ports: MailPorts, order: MailOrder, now: number): Promise<void> {
  if (order.kind === 'invitation') return await sendInvitation(ports, order, now);
  const { workspaceId } = order;
  const to = await ports.contacts.get(workspaceId);
  if (to === undefined) return;
  const mail = await mailOf(ports, order, now);
  if (!mail || (await ports.sent.has(workspaceId, mail.key))) return;
  await ports.mailer.send(to, mail.letter);
  await ports.sent.add(workspaceId, mail.key, now);
}

/** To whom it is for, unless it was revoked or accepted in the meantime. */
async function sendInvitation(ports: MailPorts, order: InvitationOrder, now: number): Promise<void> {
  const { workspaceId, invitationId, token } = order;
  const invitation = await ports.invitations.get(workspaceId, invitationId);
  const key = `${order.kind}#${invitationId}`;
  if (!invitation || (await ports.sent.has(workspaceId, key))) return;
  await ports.mailer.send(invitation.email, invitationLetter(invitation, `${ports.studioUrl}/#invitation=${token}`));
  await ports.sent.add(workspaceId, key, now);
}

/** @returns undefined for what holds no more: a poll that was deleted, a webhook that was taken up again */
async function mailOf(
  { polls, tallies, webhooks }: MailPorts,
  order: Exclude<MailOrder, InvitationOrder>,
  now: number,
): Promise<{ key: string; letter: Letter } | undefined> {
  if (order.kind === 'webhook-disabled') {
    const webhook = await webhooks.get(order.workspaceId, order.webhookId);
    if (!webhook || isEnabled(webhook)) return undefined;
    return { key: `${order.kind}#${webhook.id}#${webhook.activeSince}`, letter: webhookDisabledLetter(webhook) };
  }
  const poll = await polls.get(order.pollId);
  if (!poll) return undefined;
  const results = resultsOf(poll, await tallies.read(poll.id), now);
  return { key: `${order.kind}#${poll.id}`, letter: pollClosedLetter(poll, results) };
}
