import { partitions } from '../contracts/names.ts';
import type { Role } from '../contracts/roles.ts';

/**
 * People in the Polls table. A person stands with all of their workspaces under their id, where each of their requests
 * looks, and once in each workspace's item collection, where people are listed. Both are written in one transaction,
 * together with the number of the workspace's owners.
 */
export const personPrefix = 'PERSON#';

export const entryKey = (workspaceId: string, personId: string) => ({
  pk: `${partitions.workspace}${workspaceId}`,
  sk: `${personPrefix}${personId}`,
});

export const personKey = (personId: string) => ({ pk: `${partitions.person}${personId}`, sk: 'PERSON' });

const ownersKey = (workspaceId: string) => ({ pk: `${partitions.workspace}${workspaceId}`, sk: 'PEOPLE' });

/** How the attributes begin that hold a person's role in a workspace. */
export const membershipPrefix = 'in#';

/** An update of a person's role in a workspace; without a role it is taken away. */
export function membershipUpdate(TableName: string, personId: string, workspaceId: string, role: Role | undefined) {
  return {
    Update: {
      TableName,
      Key: personKey(personId),
      UpdateExpression: role === undefined ? 'REMOVE #in' : 'SET #in = :role',
      ExpressionAttributeNames: { '#in': `${membershipPrefix}${workspaceId}` },
      ...(role === undefined ? {} : { ExpressionAttributeValues: { ':role': role } }),
    },
  };
}

/** An update of how many owners a workspace has, which fails where none would be left; nothing where it stays. */
export function ownersUpdates(TableName: string, workspaceId: string, gained: number) {
  if (gained === 0) return [];
  return [
    {
      Update: {
        TableName,
        Key: ownersKey(workspaceId),
        UpdateExpression: 'ADD owners :gained',
        ...(gained < 0 ? { ConditionExpression: 'owners > :least' } : {}),
        ExpressionAttributeValues: { ':gained': gained, ...(gained < 0 ? { ':least': 1 } : {}) },
      },
    },
  ];
}
