import type { PollDefinitionInput } from '../../../contracts/poll.ts';

export interface Template {
  readonly name: string;
  readonly about: string;
  readonly definition: PollDefinitionInput;
}

const items = (prefix: string, ...labels: string[]) =>
  labels.map((label, index) => ({ id: `${prefix}${index + 1}`, label }));

/** Where most polls begin. */
export const templates: readonly Template[] = [
  {
    name: 'Yes or no',
    about: 'One question, two answers.',
    definition: {
      title: 'Shall we?',
      questions: [{ id: 'q1', kind: 'single', title: 'Shall we do it?', options: items('o', 'Yes', 'No') }],
    },
  },
  {
    name: 'Net Promoter Score',
    about: 'How likely people recommend you, and why.',
    definition: {
      title: 'How are we doing?',
      questions: [
        {
          id: 'q1',
          kind: 'rating',
          title: 'How likely would you recommend us to a friend?',
          min: 0,
          max: 10,
          nps: true,
        },
        { id: 'q2', kind: 'text', title: 'What is the main reason for your score?', optional: true },
      ],
    },
  },
  {
    name: 'Ranking',
    about: 'Put options in order; points and instant runoff tell who wins.',
    definition: {
      title: 'What comes first?',
      questions: [
        {
          id: 'q1',
          kind: 'ranking',
          title: 'Put these in your order',
          options: items('o', 'Faster', 'Simpler', 'Cheaper', 'Prettier'),
        },
      ],
    },
  },
  {
    name: 'Survey with branches',
    about: 'Later questions depend on earlier answers.',
    definition: {
      title: 'Your visit',
      questions: [
        {
          id: 'q1',
          kind: 'single',
          title: 'Did you find what you wanted?',
          options: items('o', 'Yes', 'Partly', 'No'),
        },
        {
          id: 'q2',
          kind: 'text',
          title: 'What was missing?',
          optional: true,
          showIf: [{ question: 'q1', anyOf: ['o2', 'o3'] }],
        },
        {
          id: 'q3',
          kind: 'multiple',
          title: 'What helped you most?',
          options: items('o', 'Search', 'Menu', 'A person', 'Luck'),
          showIf: [{ question: 'q1', anyOf: ['o1'] }],
        },
      ],
    },
  },
  {
    name: 'Event feedback',
    about: 'Stars, what was good, and room for words.',
    definition: {
      title: 'How was the event?',
      questions: [
        { id: 'q1', kind: 'rating', title: 'All in all, how was it?', min: 1, max: 5 },
        {
          id: 'q2',
          kind: 'multiple',
          title: 'What did you like?',
          optional: true,
          options: items('o', 'Talks', 'People', 'Place', 'Food'),
        },
        { id: 'q3', kind: 'text', title: 'What should we do better?', optional: true },
      ],
    },
  },
  {
    name: 'Quiz round',
    about: 'One right answer; the results show when it closes.',
    definition: {
      title: 'Quiz',
      policy: { results: 'after-closing' },
      questions: [
        {
          id: 'q1',
          kind: 'single',
          title: 'Which planet has the most moons?',
          options: items('o', 'Jupiter', 'Saturn', 'Uranus', 'Neptune'),
        },
      ],
    },
  },
  {
    name: 'Matrix',
    about: 'Several things on one scale.',
    definition: {
      title: 'Tell us about our service',
      questions: [
        {
          id: 'q1',
          kind: 'matrix',
          title: 'How content are you with…',
          rows: items('r', 'Speed', 'Friendliness', 'Price'),
          columns: items('c', 'Not at all', 'Somewhat', 'Very'),
        },
      ],
    },
  },
  {
    name: 'Live audience vote',
    about: 'For the stage: voters may change their minds while the bars move.',
    definition: {
      title: 'Vote now',
      policy: { changes: 'replace' },
      questions: [
        { id: 'q1', kind: 'single', title: 'Who wins tonight?', options: items('o', 'Red', 'Blue', 'Green') },
      ],
    },
  },
];
