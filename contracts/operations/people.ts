import { auditPage } from '../answers/audit.ts';
import {
  invitationList,
  membershipList,
  membershipView,
  newInvitation,
  personList,
  personView,
} from '../answers/people.ts';
import { joinSchema, newInvitationSchema, newWorkspaceSchema, personPatchSchema } from '../people.ts';
import { auditQuery } from '../queries.ts';
import type { Operation } from './operation.ts';

export const peopleOperations = {
  listPeople: {
    tag: 'People',
    summary: 'List people',
    answers: { 200: { description: 'Who has a role in the workspace, oldest first.', body: personList } },
    problems: [],
  },
  changeRole: {
    tag: 'People',
    summary: 'Change a person’s role',
    description:
      'It holds within a minute. A workspace keeps at least one owner, and nobody gives more than they have.',
    body: personPatchSchema,
    answers: { 200: { description: 'The person as they are now.', body: personView } },
    problems: ['not-found', 'last-owner'],
  },
  removePerson: {
    tag: 'People',
    summary: 'Remove a person',
    description: 'They have no role in the workspace within a minute. API keys that they have seen go on.',
    answers: { 204: { description: 'Removed.' } },
    problems: ['not-found', 'last-owner'],
  },
  invitePerson: {
    tag: 'People',
    summary: 'Invite a person',
    description:
      'By mail, where the stage sends any; else hand on the token yourself. Only the owner of the address can use it, once, for a week.',
    body: newInvitationSchema,
    answers: { 201: { description: 'The invitation; its token is shown here only.', body: newInvitation } },
    problems: ['invalid-content'],
  },
  listInvitations: {
    tag: 'People',
    summary: 'List invitations',
    answers: { 200: { description: 'Those that wait, oldest first.', body: invitationList } },
    problems: [],
  },
  revokeInvitation: {
    tag: 'People',
    summary: 'Revoke an invitation',
    answers: { 204: { description: 'It opens nothing any more.' } },
    problems: ['not-found'],
  },
  listAudit: {
    tag: 'People',
    summary: 'List what was done in the workspace',
    description:
      'Every attempt to change something with a key or as a person, and what came of it: each region’s entries in four chains of their own, each oldest first, each with the hash of the one before. Nobody is named but by the id of a key or a person, and no voter at all. `npm run audit` writes all of it to a file, and verifies it.',
    query: auditQuery,
    answers: { 200: { description: 'A page of entries.', body: auditPage } },
    problems: ['invalid-request'],
  },
  listWorkspaces: {
    tag: 'People',
    summary: 'List your workspaces',
    description: 'Of whoever has signed in. Write one before the access token, `<workspace>:<token>`, to be in it.',
    optionalKey: true,
    answers: { 200: { description: 'Your workspaces, and your role in each.', body: membershipList } },
    problems: ['missing-key'],
  },
  foundWorkspace: {
    tag: 'People',
    summary: 'Found a workspace',
    description: 'For whoever has signed in, in a stage that is open for it. They are its owner.',
    body: newWorkspaceSchema,
    answers: { 201: { description: 'The workspace.', body: membershipView } },
    problems: ['invalid-id-token', 'sign-up-closed'],
  },
  acceptInvitation: {
    tag: 'People',
    summary: 'Accept an invitation',
    description: 'For whoever has signed in with the address that was invited.',
    body: joinSchema,
    answers: { 200: { description: 'The workspace, and your role in it.', body: membershipView } },
    problems: ['invalid-id-token', 'not-found', 'wrong-state'],
  },
} as const satisfies Record<string, Operation>;
