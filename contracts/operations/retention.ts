import { workspaceSettings } from '../answers/retention.ts';
import { workspaceSettingsSchema } from '../retention.ts';
import type { Operation } from './operation.ts';

export const retentionOperations = {
  getSettings: {
    tag: 'Retention',
    summary: 'See for how long data is kept',
    answers: { 200: { description: 'What the workspace has set; empty by default.', body: workspaceSettings } },
    problems: [],
  },
  putSettings: {
    tag: 'Retention',
    summary: 'Say for how long data is kept',
    description:
      'All settings at once: what is left out never happens. They hold for polls that have closed already, too. Looked at once a day: `archiveAfterDays` after its end a poll archives itself; `retentionDays` after its end its responses, exports, archive and text answers are removed for good, and results stay. A poll that isn’t archived by then is archived first, so removal begins up to two days after it is due; DynamoDB may take two more to delete what has expired.',
    body: workspaceSettingsSchema,
    answers: { 200: { description: 'The settings.', body: workspaceSettings } },
    problems: [],
  },
} as const satisfies Record<string, Operation>;
