import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { PollView } from '../../../contracts/poll.ts';
import { send } from '../api.ts';
import { Bars, barsOf, formatted, summaryOf } from '../components/bars.tsx';
import { Loading, Notice } from '../components/notice.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { QrCode } from '../components/qr-code.tsx';
import { useLoad } from '../components/use-load.ts';
import { addressesOf } from '../share/addresses.ts';
import { useResults } from './results-feed.ts';

/** For the big screen: one question at a time, with its bars as they move, and the way to join. */
export default function PresenterPage({ id }: { id: string }) {
  const poll = useLoad((signal) => send<PollView>('GET', `/polls/${encodeURIComponent(id)}`, { signal }), [id]);
  const view = poll.value.value?.body;
  if (view) return <Stage poll={view} />;
  return (
    <main class="stage">{poll.problem.value ? <Notice tone="bad">{poll.problem.value}</Notice> : <Loading />}</main>
  );
}

function Stage({ poll }: { poll: PollView }) {
  const screen = useRef<HTMLElement>(null);
  const index = useSignal(0);
  const { results, way, problem } = useResults(poll.id);
  const last = poll.questions.length - 1;
  const turn = (step: number) => {
    index.value = Math.min(last, Math.max(0, index.value + step));
  };
  useEffect(() => {
    function press({ key, target }: KeyboardEvent) {
      if (target instanceof HTMLInputElement) return;
      const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[key];
      if (step) turn(step);
    }
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);

  const question = poll.questions[index.value];
  const result = question && results.value?.questions[question.id];
  const { link } = addressesOf(poll.id);
  return (
    <main class="stage" ref={screen}>
      <header class="row">
        <p class="quiet" dir="auto">
          {poll.title}
        </p>
        <div class="row">
          <button
            type="button"
            class="small"
            onClick={() =>
              void (document.fullscreenElement ? document.exitFullscreen() : screen.current?.requestFullscreen())
            }
          >
            Full screen
          </button>
          <a class="button small" href={`#/polls/${poll.id}`}>
            End
          </a>
        </div>
      </header>
      <div class="stage-body">
        <section aria-labelledby="stage-title">
          <PageTitle id="stage-title">{question?.title ?? ''}</PageTitle>
          {problem.value && <Notice tone="bad">{problem.value}</Notice>}
          {question &&
            result &&
            barsOf(question, result).map(({ title, bars }) => (
              <div key={title}>
                {title && <h2>{title}</h2>}
                <Bars bars={bars} />
              </div>
            ))}
          {question?.kind === 'text' && <p class="quiet">Answers in words stand in the insights.</p>}
          {result && <p class="quiet">{summaryOf(result)}</p>}
        </section>
        <aside class="join" aria-label="Join">
          <QrCode text={link} label={`QR code of ${link}`} />
          <p class="join-address">{link.replace(/^https?:\/\//, '')}</p>
          <p class="count">
            <strong>{formatted(results.value?.responses ?? 0)}</strong>{' '}
            {results.value?.responses === 1 ? 'response' : 'responses'}
          </p>
          <p class="quiet">{way.value === 'live' ? 'Live' : 'Updated every two seconds'}</p>
        </aside>
      </div>
      <nav class="row" aria-label="Questions">
        <button type="button" disabled={index.value === 0} onClick={() => turn(-1)}>
          ← Previous
        </button>
        <span role="status">
          Question {index.value + 1} of {last + 1}
        </span>
        <button type="button" disabled={index.value === last} onClick={() => turn(1)}>
          Next →
        </button>
      </nav>
    </main>
  );
}
