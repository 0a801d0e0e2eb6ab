import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { partitions } from '../contracts/names.ts';
import type { InvitationView, PersonView } from '../contracts/people.ts';
import { type Invitation, type InvitationStore, noInvitation } from '../domain/people/invitations.ts';
import { ownersGained, type SignedIn } from '../domain/people/people.ts';
import { Problem } from '../domain/problem.ts';
import { isConditionFailure } from './condition-failure.ts';
import { itemsBelow } from './items-below.ts';
import { entryKey, membershipUpdate, ownersUpdates } from './person-items.ts';

const waitingKey = (workspaceId: string, invitationId: string) => ({
  pk: `${partitions.workspace}${workspaceId}`,
  sk: `INVITATION#${invitationId}`,
});
const tokenKey = (hash: string) => ({ pk: `${partitions.invitation}${hash}`, sk: 'INVITATION' });

/**
 * Invitations in the Polls table: under the hash of their token, where they are looked up, and in their workspace's
 * item collection, where they are listed. Both go when one is accepted or revoked, and expire.
 */
export class DynamoInvitationStore implements InvitationStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async add(hash: string, { workspaceId, ...view }: Invitation): Promise<void> {
    const shared = { invitation: view, expiresAt: Math.ceil(Date.parse(view.expiresAt) / 1_000) };
    const items = [
      { ...tokenKey(hash), ...shared, workspaceId },
      { ...waitingKey(workspaceId, view.id), ...shared, hash },
    ];
    const TransactItems = items.map((Item) => ({ Put: { TableName: this.#table, Item } }));
    await this.#client.send(new TransactWriteCommand({ TransactItems }));
  }

  async list(workspaceId: string, now: number): Promise<InvitationView[]> {
    const items = await itemsBelow(this.#client, this.#table, waitingKey(workspaceId, ''));
    return items
      .map((item) => item.invitation as InvitationView)
      .filter(({ expiresAt }) => now < Date.parse(expiresAt))
      .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  }

  /** One that waits, as its workspace has it. */
  async get(workspaceId: string, invitationId: string): Promise<InvitationView | undefined> {
    return (await this.#read(waitingKey(workspaceId, invitationId)))?.invitation as InvitationView | undefined;
  }

  async find(hash: string, now: number): Promise<Invitation | undefined> {
    const item = await this.#read(tokenKey(hash));
    if (!item) return undefined;
    const view = item.invitation as InvitationView;
    // An expired item may stand for days before DynamoDB deletes it.
    return now < Date.parse(view.expiresAt) ? { ...view, workspaceId: String(item.workspaceId) } : undefined;
  }

  async revoke(workspaceId: string, invitationId: string): Promise<boolean> {
    const item = await this.#read(waitingKey(workspaceId, invitationId));
    if (!item) return false;
    try {
      await this.#client.send(
        new TransactWriteCommand({ TransactItems: this.#removal(workspaceId, invitationId, String(item.hash)) }),
      );
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }

  async accept(hash: string, invitation: Invitation, { personId, email }: SignedIn, now: number): Promise<void> {
    const { workspaceId, id, role } = invitation;
    const person: PersonView = { id: personId, email, role, joinedAt: new Date(now).toISOString() };
    const Item = { ...entryKey(workspaceId, personId), person };
    try {
      await this.#client.send(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName: this.#table, Item, ConditionExpression: 'attribute_not_exists(person)' } },
            membershipUpdate(this.#table, personId, workspaceId, role),
            ...this.#removal(workspaceId, id, hash),
            ...ownersUpdates(this.#table, workspaceId, ownersGained(undefined, role)),
          ],
        }),
      );
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
      const [entry] = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
      if (entry?.Code !== 'ConditionalCheckFailed') throw noInvitation();
      throw new Problem('wrong-state', 'You are in this workspace already; an owner can change your role.');
    }
  }

  /** Takes both items away, if they are there. */
  #removal(workspaceId: string, invitationId: string, hash: string) {
    return [tokenKey(hash), waitingKey(workspaceId, invitationId)].map((Key) => ({
      Delete: { TableName: this.#table, Key, ConditionExpression: 'attribute_exists(pk)' },
    }));
  }

  async #read(Key: Record<string, string>): Promise<Record<string, unknown> | undefined> {
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return Item;
  }
}
