import type { InvitationView } from '../../contracts/people.ts';
import type { Question } from '../../contracts/poll.ts';
import type { Counts, PollResults, QuestionResult } from '../../contracts/results.ts';
import type { Poll } from '../polls/poll.ts';
import type { Webhook } from '../webhooks/webhook.ts';
import { type Letter, letter, type Part } from './letter.ts';

/** Choices of a question that a summary names; the API has them all. */
const mostRows = 10;

/** What the workspace's contact gets when a poll has closed. */
export function pollClosedLetter(poll: Poll, results: PollResults): Letter {
  const questions = poll.questions.flatMap((question): Part[] => {
    const result = results.questions[question.id];
    return result
      ? [
          { kind: 'heading', text: question.title },
          { kind: 'rows', rows: rowsOf(question, result) },
        ]
      : [];
  });
  return letter(`Closed: ${poll.title}`, [
    { kind: 'paragraph', text: `Your poll “${poll.title}” has closed with ${counted(results.responses)}.` },
    ...questions,
    { kind: 'paragraph', text: `Its id is ${poll.id}. Responses that were on their way may still be added.` },
  ]);
}

/** What somebody gets who is asked to take a role in a workspace. @param link accepts it */
export function invitationLetter({ role, expiresAt }: InvitationView, link: string): Letter {
  return letter('You are invited to Groundswell', [
    {
      kind: 'paragraph',
      text: `You are asked to join a workspace as ${role === 'viewer' ? 'a viewer' : `an ${role}`}.`,
    },
    { kind: 'paragraph', text: `Open ${link} and sign in with this mail’s address.` },
    { kind: 'paragraph', text: `It works once, until ${expiresAt}. If you expect no invitation, do nothing.` },
  ]);
}

/** What the workspace's contact gets when a webhook was disabled. */
export function webhookDisabledLetter({ id, url, disabledBecause }: Webhook): Letter {
  const why =
    disabledBecause === 'gone'
      ? 'The endpoint answered 410, by which it asks for no more messages.'
      : 'The endpoint has failed again and again for a day.';
  return letter(`A webhook is disabled: ${URL.parse(url)?.host ?? url}`, [
    { kind: 'paragraph', text: `The webhook to ${url} gets no more messages. ${why}` },
    {
      kind: 'paragraph',
      text: `Once it works again, PATCH /webhooks/${id} with {"enabled": true}, and replay what it has missed.`,
    },
  ]);
}

function rowsOf(question: Question, result: QuestionResult): readonly (readonly [string, string])[] {
  const answered = ['Answers', String(result.respondents)] as const;
  switch (result.kind) {
    case 'single':
    case 'multiple':
      return [answered, ...choices(question, result.counts)];
    case 'ranking':
      return [answered, ...choices(question, result.firstChoices)];
    case 'rating':
      return [answered, ...(result.mean === undefined ? [] : [['Mean', result.mean.toFixed(2)] as const])];
    default:
      return [answered];
  }
}

/** The options, those that were chosen most first. */
function choices(question: Question, counts: Counts): (readonly [string, string])[] {
  const options = 'options' in question ? question.options : [];
  return options
    .map(({ id, label }) => ({ label, count: counts[id] ?? 0 }))
    .sort((one, other) => other.count - one.count)
    .slice(0, mostRows)
    .map(({ label, count }) => [label, String(count)]);
}

function counted(responses: number): string {
  return responses === 1 ? '1 response' : `${responses.toLocaleString('en')} responses`;
}
