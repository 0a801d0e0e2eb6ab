import { type PollDefinition, pollDefinitionSchema } from '../../contracts/poll.ts';
import { type Api, expectSuccess } from '../replay/api.ts';
import { openPoll } from '../replay/polls.ts';
import { questionId } from './messages.ts';

/** What voters under load choose from. */
export const optionIds = ['north', 'east', 'south', 'west'] as const;

/** Opens a poll for an audience. @returns its id */
export function openLoadPoll(api: Api, title: string): Promise<string> {
  const definition: PollDefinition = pollDefinitionSchema.parse({
    title,
    questions: [
      { id: questionId, kind: 'single', title: 'Choose one', options: optionIds.map((id) => ({ id, label: id })) },
    ],
  });
  return openPoll(api, definition);
}

/** Closes the poll, so that nobody goes on voting in it; its results stay. */
export async function closeLoadPoll(api: Api, pollId: string): Promise<void> {
  const request = { method: 'POST', path: `/polls/${pollId}/close` } as const;
  expectSuccess(await api.request(request), 'to close the poll');
}
