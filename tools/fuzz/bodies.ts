import type { PollDefinitionInput } from '../../contracts/poll.ts';

const options = ['a', 'b', 'c'].map((id) => ({ id, label: `Option ${id}` }));

/** A poll with a question of each kind; all but the first may be left out. */
export const pollBody: PollDefinitionInput = {
  title: 'Fuzzed',
  description: 'By nobody',
  translations: { de: { title: 'Zufall' } },
  questions: [
    { id: 'one', kind: 'single', title: 'One', options },
    { id: 'more', kind: 'multiple', title: 'More', optional: true, options, maxChoices: 2 },
    { id: 'rate', kind: 'rating', title: 'Rate', optional: true, min: 0, max: 10, nps: true },
    { id: 'rank', kind: 'ranking', title: 'Rank', optional: true, options, minRanked: 1 },
    { id: 'grid', kind: 'matrix', title: 'Grid', optional: true, rows: options, columns: options, allRows: false },
    { id: 'words', kind: 'text', title: 'Words', optional: true, maxLength: 200 },
  ],
  metadata: [{ id: 'seat', maxLength: 20 }],
};

export const voteBody = {
  answers: {
    one: 'a',
    more: ['a', 'b'],
    rate: 7,
    rank: ['b', 'a'],
    grid: { a: 'b' },
    words: 'Grüße 👋',
  },
  metadata: { seat: 'A 1' },
};

/** A body that each operation takes, for those that take one. */
export const rightBodies: Readonly<Record<string, unknown>> = {
  createPoll: pollBody,
  updatePoll: { title: 'Changed', closesAt: null },
  submitResponse: voteBody,
  signVoter: { voter: 'ann' },
  admitVoter: { code: '7K2M-9QXA-04TR' },
  issueCodes: { count: 2 },
  requestExport: { format: 'csv', wording: 'ids' },
  moderateAnswer: { hidden: true },
  createKey: { name: 'Fuzzed', scopes: ['polls:read'] },
  rotateKey: { overlapSeconds: 60 },
  createWebhook: { url: 'https://hooks.invalid/in', events: ['poll.opened'], description: 'Fuzzed' },
  updateWebhook: { description: null, enabled: false },
  updateWorkspace: { contactEmail: 'ann@fuzz.example' },
  putSettings: { archiveAfterDays: 365, retentionDays: 3_650 },
  changeRole: { role: 'viewer' },
  invitePerson: { email: 'bob@fuzz.example', role: 'viewer' },
  setVoterIssuer: { issuer: 'https://id.invalid', jwksUrl: 'https://id.invalid/k', audience: 'x', algorithm: 'ES256' },
  foundWorkspace: { idToken: 'x.y.z' },
  acceptInvitation: { invitation: 'gsi_x', idToken: 'x.y.z' },
  createUpload: { contentType: 'image/jpeg', bytes: 1_000, name: 'Fuzzed' },
};
