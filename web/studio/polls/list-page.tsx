import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PollState } from '../../../contracts/poll.ts';
import { messageOf, send } from '../api.ts';
import { Loading, Notice } from '../components/notice.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { StateBadge } from './state-badge.tsx';

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly state: PollState;
  readonly createdAt: string;
}

interface Page {
  readonly polls: readonly Entry[];
  readonly cursor?: string;
}

/** The workspace's polls, newest first. */
export function ListPage() {
  const polls = useSignal<readonly Entry[] | undefined>(undefined);
  const cursor = useSignal<string | undefined>(undefined);
  const problem = useSignal('');

  async function more() {
    try {
      const query = cursor.value === undefined ? '' : `&cursor=${cursor.value}`;
      const { body } = await send<Page>('GET', `/polls?limit=20${query}`);
      polls.value = [...(polls.value ?? []), ...body.polls];
      cursor.value = body.cursor;
      problem.value = '';
    } catch (error) {
      problem.value = messageOf(error);
    }
  }
  useEffect(() => void more(), []);

  return (
    <>
      <div class="row">
        <PageTitle>Polls</PageTitle>
        <a class="button primary" href="#/new">
          New poll
        </a>
      </div>
      {problem.value && <Notice tone="bad">{problem.value}</Notice>}
      {!polls.value && !problem.value && <Loading />}
      {polls.value?.length === 0 && (
        <div class="panel empty">
          <h2>Nothing asked yet</h2>
          <p class="quiet">Take a template, and your first poll is open within a minute.</p>
          <a class="button primary" href="#/new">
            Make the first poll
          </a>
        </div>
      )}
      <ul class="list">
        {polls.value?.map(({ id, title, state, createdAt }) => (
          <li key={id}>
            <a href={`#/polls/${id}`}>
              <span class="title" dir="auto">
                {title}
              </span>
              <span class="quiet">{new Date(createdAt).toLocaleDateString(undefined, { dateStyle: 'medium' })}</span>
              <StateBadge state={state} />
            </a>
          </li>
        ))}
      </ul>
      {cursor.value !== undefined && (
        <button type="button" onClick={() => void more()}>
          Show more
        </button>
      )}
    </>
  );
}
