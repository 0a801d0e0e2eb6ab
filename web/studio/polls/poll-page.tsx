import { useEffect, useMemo } from 'preact/hooks';
import type { PollView } from '../../../contracts/poll.ts';
import { send } from '../api.ts';
import { lazy } from '../components/lazy.tsx';
import { Loading, Notice } from '../components/notice.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { useLoad } from '../components/use-load.ts';
import { draftOf } from '../editor/draft.ts';
import { PollActions } from './poll-actions.tsx';
import { StateBadge } from './state-badge.tsx';

const EditorPage = lazy(() => import('../editor/editor-page.tsx'));
const SharePage = lazy(() => import('../share/share-page.tsx'));
const ExportsPage = lazy(() => import('../exports/exports-page.tsx'));
const InsightsPage = lazy(() => import('../insights/insights-page.tsx'));

/** What can be seen of one poll. */
export const parts = { edit: 'Edit', share: 'Share', insights: 'Insights', exports: 'Exports' } as const;
export type Part = keyof typeof parts;

/** One poll: its head, and one part of it. */
export function PollPage({ id, part }: { id: string; part: Part }) {
  const poll = useLoad((signal) => send<PollView>('GET', `/polls/${encodeURIComponent(id)}`, { signal }), [id]);
  const answer = poll.value.value;
  useEffect(() => {
    const ms = answer && nextChangeMs(answer.body);
    if (ms === undefined) return;
    const timer = setTimeout(poll.again, ms);
    return () => clearTimeout(timer);
  }, [answer]);
  const stored = useMemo(() => answer && { view: answer.body, etag: answer.etag }, [answer]);
  if (!answer || !stored) return poll.problem.value ? <Notice tone="bad">{poll.problem.value}</Notice> : <Loading />;
  const { body: view } = answer;
  return (
    <>
      <div class="poll-head">
        <div class="row start">
          <PageTitle>{view.title}</PageTitle>
          <StateBadge state={view.state} />
        </div>
        <PollActions view={view} changed={poll.again} />
      </div>
      {view.opensAt && view.state === 'scheduled' && (
        <Notice tone="plain">Opens {new Date(view.opensAt).toLocaleString()}.</Notice>
      )}
      <nav class="parts" aria-label="Poll">
        {Object.entries(parts).map(([name, title]) => (
          <a
            key={name}
            href={`#/polls/${id}${name === 'edit' ? '' : `/${name}`}`}
            aria-current={name === part ? 'page' : undefined}
          >
            {title}
          </a>
        ))}
        <a href={`#/polls/${id}/present`}>Present</a>
      </nav>
      {part === 'edit' && <EditorPage draft={draftOf(view)} stored={stored} saved={poll.again} />}
      {part === 'share' && <SharePage poll={view} />}
      {part === 'insights' && <InsightsPage poll={view} />}
      {part === 'exports' && <ExportsPage poll={view} />}
    </>
  );
}

/** A little after the poll opens or closes by itself, so that the server has seen it, too. */
const lateMs = 500;
/** A longer wait overflows a browser's timer. */
const mostWaitMs = 2 ** 31 - 1;

function nextChangeMs({ state, opensAt, closesAt, closedAt }: PollView): number | undefined {
  if (state === 'closed') return undefined;
  const times = [opensAt, closesAt, closedAt].flatMap((time) => (time === undefined ? [] : [Date.parse(time)]));
  const ahead = times.map((time) => time - Date.now() + lateMs).filter((ms) => ms > 0);
  return ahead.length === 0 ? undefined : Math.min(mostWaitMs, ...ahead);
}
