import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { MembershipView, PersonView } from '../contracts/people.ts';
import type { Role } from '../contracts/roles.ts';
import { ownersGained, type PeopleStore } from '../domain/people/people.ts';
import { Problem } from '../domain/problem.ts';
import { itemsBelow } from './items-below.ts';
import { entryKey, membershipPrefix, membershipUpdate, ownersUpdates, personKey } from './person-items.ts';

/** People in the Polls table, see `person-items.ts`. */
export class DynamoPeopleStore implements PeopleStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async memberships(personId: string): Promise<readonly MembershipView[]> {
    const { Item = {} } = await this.#client.send(new GetCommand({ TableName: this.#table, Key: personKey(personId) }));
    return Object.entries(Item)
      .filter(([name]) => name.startsWith(membershipPrefix))
      .map(([name, role]) => ({ workspaceId: name.slice(membershipPrefix.length), role: role as Role }));
  }

  async list(workspaceId: string): Promise<PersonView[]> {
    const items = await itemsBelow(this.#client, this.#table, entryKey(workspaceId, ''));
    return items.flatMap(personOf).sort((a, b) => (a.joinedAt < b.joinedAt ? -1 : 1));
  }

  async changeRole(workspaceId: string, personId: string, role: Role): Promise<PersonView | undefined> {
    const person = await this.#get(workspaceId, personId);
    if (!person || person.role === role) return person;
    const changed = { ...person, role };
    const Put = { TableName: this.#table, Item: { ...entryKey(workspaceId, personId), person: changed } };
    await this.#replace(workspaceId, person, role, { Put: { ...Put, ...hasRole(person.role) } });
    return changed;
  }

  async remove(workspaceId: string, personId: string): Promise<boolean> {
    const person = await this.#get(workspaceId, personId);
    if (!person) return false;
    // What is left says that they were there: a restore from before must not bring them back.
    const Put = { TableName: this.#table, Item: { ...entryKey(workspaceId, personId), removed: true } };
    await this.#replace(workspaceId, person, undefined, { Put: { ...Put, ...hasRole(person.role) } });
    return true;
  }

  async found(workspaceId: string, owner: PersonView): Promise<void> {
    const Item = { ...entryKey(workspaceId, owner.id), person: owner };
    await this.#client.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName: this.#table, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
          membershipUpdate(this.#table, owner.id, workspaceId, owner.role),
          ...ownersUpdates(this.#table, workspaceId, 1),
        ],
      }),
    );
  }

  async #get(workspaceId: string, personId: string): Promise<PersonView | undefined> {
    const Key = entryKey(workspaceId, personId);
    const { Item } = await this.#client.send(new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }));
    return personOf(Item ?? {})[0];
  }

  async #replace(workspaceId: string, person: PersonView, role: Role | undefined, entry: TransactItem): Promise<void> {
    const owners = ownersUpdates(this.#table, workspaceId, ownersGained(person.role, role));
    const TransactItems = [entry, membershipUpdate(this.#table, person.id, workspaceId, role), ...owners];
    try {
      await this.#client.send(new TransactWriteCommand({ TransactItems }));
    } catch (error) {
      const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
      if (reasons[2]?.Code !== 'ConditionalCheckFailed') throw error;
      throw new Problem('last-owner', 'Make somebody else an owner first.');
    }
  }
}

type TransactItem = NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>[number];

/** The person of an entry; none where they were removed. */
function personOf({ person }: Readonly<Record<string, unknown>>): PersonView[] {
  return person === undefined ? [] : [person as PersonView];
}

/** Nobody has changed the role since it was read. */
function hasRole(role: Role) {
  return {
    ConditionExpression: '#person.#role = :before',
    ExpressionAttributeNames: { '#person': 'person', '#role': 'role' },
    ExpressionAttributeValues: { ':before': role },
  };
}
