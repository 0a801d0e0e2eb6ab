import type { ComponentChildren } from 'preact';
import type { Insights } from '../../../contracts/insights.ts';
import type { PollView } from '../../../contracts/poll.ts';
import type { Counts } from '../../../contracts/results.ts';
import { type Bar, Bars, formatted } from '../components/bars.tsx';
import { Notice } from '../components/notice.tsx';
import { useComputed } from './computed.ts';
import { CrossTabPart } from './cross-tab.tsx';
import { TextAnswersPart } from './text-answers.tsx';
import { Timeline } from './timeline.tsx';

/** Who answered when, from where, and how answers go together. */
export default function InsightsPage({ poll }: { poll: PollView }) {
  const { value, problem, again } = useComputed<Insights>(`/polls/${poll.id}/insights`);
  const insights = value.value;
  const crossable = poll.questions.filter(({ kind }) => kind === 'single' || kind === 'multiple' || kind === 'rating');
  const texts = poll.questions.filter(({ kind }) => kind === 'text');
  return (
    <div class="stack">
      <div class="row">
        <p class="quiet" role="status">
          {insights
            ? `${formatted(insights.responses)} responses, as of ${new Date(insights.asOf).toLocaleTimeString()}${insights.refreshing ? ', newer on their way' : ''}`
            : problem.value
              ? ''
              : 'The insights are being computed…'}
        </p>
        <button type="button" class="small" onClick={again}>
          Refresh
        </button>
      </div>
      {problem.value && <Notice tone="bad">{problem.value}</Notice>}
      {insights && (
        <>
          <Panel title="Responses over time">
            {insights.timeline.buckets.length === 0 ? (
              <p class="quiet">Nobody has answered yet.</p>
            ) : (
              <Timeline timeline={insights.timeline} />
            )}
          </Panel>
          <div class="share">
            <Panel title="Countries">
              <Bars bars={sharesOf(insights.countries, countryName)} />
            </Panel>
            <Panel title="Devices">
              <Bars bars={sharesOf(insights.devices, (device) => device[0]?.toUpperCase() + device.slice(1))} />
            </Panel>
          </div>
        </>
      )}
      {insights && crossable.length > 1 && (
        <Panel title="Two questions together">
          <CrossTabPart pollId={poll.id} questions={crossable} />
        </Panel>
      )}
      {texts.length > 0 && !problem.value && (
        <Panel title="Answers in words">
          <TextAnswersPart pollId={poll.id} questions={texts} />
        </Panel>
      )}
    </div>
  );
}

function Panel({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="panel stack" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** The most frequent ten. */
function sharesOf(counts: Counts, name: (key: string) => string): Bar[] {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 10)
    .map(([key, count]) => ({ label: name(key), value: formatted(count), share: all === 0 ? 0 : count / all }));
}

function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return 'Unknown';
  return new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code;
}
