import * as z from 'zod/mini';
import { exportList, exportView } from '../../contracts/answers/exports.ts';
import { crossTab, insights, textAnswer, textAnswers } from '../../contracts/answers/insights.ts';
import { apiKeyList, apiKeyView, newApiKey } from '../../contracts/answers/keys.ts';
import { mediaView, picture, uploadTicket } from '../../contracts/answers/media.ts';
import {
  invitationList,
  invitationView,
  membershipList,
  membershipView,
  newInvitation,
  personList,
  personView,
} from '../../contracts/answers/people.ts';
import { ballot, pollList, pollView } from '../../contracts/answers/polls.ts';
import { acceptance, responseStatus, voterToken } from '../../contracts/answers/responses.ts';
import { liveAccess, pollResults, runoff } from '../../contracts/answers/results.ts';
import { gatewayRefusal, healthReport, problemDocument } from '../../contracts/answers/service.ts';
import { codeCounts, newCodes } from '../../contracts/answers/voters.ts';
import {
  deliveryList,
  deliveryView,
  webhookList,
  webhookView,
  webhookWithSecret,
  workspaceView,
} from '../../contracts/answers/webhooks.ts';
import { exportRequestSchema } from '../../contracts/exports.ts';
import { keyRotationSchema, newKeySchema } from '../../contracts/keys.ts';
import { newUploadSchema } from '../../contracts/media.ts';
import { moderationSchema } from '../../contracts/moderation.ts';
import { joinSchema, newInvitationSchema, newWorkspaceSchema, personPatchSchema } from '../../contracts/people.ts';
import { pollDefinitionSchema, pollPatchSchema, questionSchema } from '../../contracts/poll.ts';
import { submissionSchema, voterSchema } from '../../contracts/response.ts';
import { newCodesSchema, voterIssuerSchema, voterProofSchema } from '../../contracts/voters.ts';
import { newWebhookSchema, webhookPatchSchema, workspacePatchSchema } from '../../contracts/webhooks.ts';

/** What callers send: defaults may be left out. */
const sent = {
  PollDefinition: pollDefinitionSchema,
  PollPatch: pollPatchSchema,
  QuestionDefinition: questionSchema,
  Submission: submissionSchema,
  Voter: voterSchema,
  Moderation: moderationSchema,
  NewKey: newKeySchema,
  KeyRotation: keyRotationSchema,
  NewInvitation: newInvitationSchema,
  PersonPatch: personPatchSchema,
  NewWorkspace: newWorkspaceSchema,
  AcceptedInvitation: joinSchema,
  NewCodes: newCodesSchema,
  VoterProof: voterProofSchema,
  NewWebhook: newWebhookSchema,
  WebhookPatch: webhookPatchSchema,
  WorkspacePatch: workspacePatchSchema,
  ExportRequest: exportRequestSchema,
  NewUpload: newUploadSchema,
};

/** What the API answers. */
const answered = {
  Question: questionSchema,
  Poll: pollView,
  PollList: pollList,
  Ballot: ballot,
  VoterToken: voterToken,
  Acceptance: acceptance,
  ResponseStatus: responseStatus,
  Results: pollResults,
  InstantRunoff: runoff,
  LiveAccess: liveAccess,
  Insights: insights,
  CrossTab: crossTab,
  TextAnswer: textAnswer,
  TextAnswers: textAnswers,
  Export: exportView,
  ExportList: exportList,
  UploadTicket: uploadTicket,
  Media: mediaView,
  Picture: picture,
  Key: apiKeyView,
  KeyList: apiKeyList,
  KeyWithSecret: newApiKey,
  Person: personView,
  PersonList: personList,
  Invitation: invitationView,
  InvitationList: invitationList,
  InvitationWithToken: newInvitation,
  Membership: membershipView,
  MembershipList: membershipList,
  Codes: newCodes,
  CodeCounts: codeCounts,
  VoterIssuer: voterIssuerSchema,
  Webhook: webhookView,
  WebhookList: webhookList,
  WebhookWithSecret: webhookWithSecret,
  Delivery: deliveryView,
  DeliveryList: deliveryList,
  Workspace: workspaceView,
  Health: healthReport,
  Problem: problemDocument,
  GatewayRefusal: gatewayRefusal,
};

export type JsonSchema = Readonly<Record<string, unknown>>;
export type Direction = 'sent' | 'answered';

const byDirection: Readonly<Record<Direction, Readonly<Record<string, z.core.$ZodType>>>> = { sent, answered };
const io = { sent: 'input', answered: 'output' } as const;
const reference = (name: string) => `#/components/schemas/${name}`;

/** Every schema that has a name, in both directions. */
export function namedSchemas(): Record<string, JsonSchema> {
  const all = (Object.keys(byDirection) as Direction[]).map((direction) => {
    const registry = z.registry<{ id: string }>();
    for (const [id, schema] of Object.entries(byDirection[direction])) registry.add(schema, { id });
    return z.toJSONSchema(registry, { io: io[direction], uri: reference }).schemas;
  });
  const entries = all.flatMap((schemas) => Object.entries(schemas));
  return Object.fromEntries(entries.map(([name, schema]) => [name, plain(schema)]));
}

/** A schema where it is used: its name where it has one. */
export function schemaOf(schema: z.core.$ZodType, direction: Direction): JsonSchema {
  const named = Object.entries(byDirection[direction]).find(([, candidate]) => candidate === schema);
  return named ? { $ref: reference(named[0]) } : plain(z.toJSONSchema(schema, { io: io[direction] }));
}

/** Without what an OpenAPI document says once for all. */
function plain(schema: object): JsonSchema {
  const { $schema: _dialect, $id: _id, ...rest } = schema as Record<string, unknown>;
  return rest;
}
