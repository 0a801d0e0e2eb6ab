import { crossTab, insights, notComputed, textAnswer, textAnswers } from '../answers/insights.ts';
import { moderationSchema } from '../moderation.ts';
import { answersQuery, crossTabQuery } from '../queries.ts';
import type { Operation } from './operation.ts';

const notYet = { description: 'Not computed yet: ask again.', body: notComputed, headers: ['retry-after'] } as const;

export const insightOperations = {
  getInsights: {
    tag: 'Insights',
    summary: 'Read a poll’s insights',
    description: 'Responses by time, country and device, as they were counted last.',
    answers: { 200: { description: 'The insights.', body: insights }, 202: notYet },
    problems: ['not-found'],
  },
  getCrossTab: {
    tag: 'Insights',
    summary: 'Cross-tabulate two questions',
    description: 'Of the kinds single, multiple or rating. It counts the responses that answered both.',
    query: crossTabQuery,
    answers: { 200: { description: 'The table.', body: crossTab }, 202: notYet },
    problems: ['invalid-request', 'not-found'],
  },
  listAnswers: {
    tag: 'Insights',
    summary: 'List text answers',
    description: 'The newest 5,000 answers to a text question, newest first, and no more than 2 MB of text.',
    query: answersQuery,
    answers: { 200: { description: 'A page of answers.', body: textAnswers }, 202: notYet },
    problems: ['invalid-request', 'not-found'],
  },
  moderateAnswer: {
    tag: 'Insights',
    summary: 'Hide or show a text answer',
    body: moderationSchema,
    answers: { 200: { description: 'The answer.', body: textAnswer } },
    problems: ['not-found'],
  },
} as const satisfies Record<string, Operation>;
