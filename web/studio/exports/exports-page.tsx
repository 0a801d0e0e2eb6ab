import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ExportFormat, ExportView } from '../../../contracts/exports.ts';
import type { PollView } from '../../../contracts/poll.ts';
import { messageOf, send } from '../api.ts';
import { Loading, Notice } from '../components/notice.tsx';
import { useLoad } from '../components/use-load.ts';

/** Between two looks at exports that are being written, in milliseconds. */
const lookMs = 2_000;

const formats: Readonly<Record<ExportFormat, string>> = { csv: 'CSV, for spreadsheets', jsonl: 'JSON Lines' };
const states: Readonly<Record<ExportView['state'], string>> = {
  pending: 'waits',
  running: 'is being written',
  ready: 'ready',
  failed: 'failed',
};

/** A poll's responses as files: asked for, seen grow, downloaded. */
export default function ExportsPage({ poll }: { poll: PollView }) {
  const base = `/polls/${encodeURIComponent(poll.id)}/exports`;
  const list = useLoad((signal) => send<{ exports: readonly ExportView[] }>('GET', base, { signal }), [base]);
  const problem = useSignal('');
  const exports = list.value.value?.body.exports;
  const isMoving = exports?.some(({ state }) => state === 'pending' || state === 'running');
  useEffect(() => {
    if (!isMoving) return;
    const timer = setTimeout(list.again, lookMs);
    return () => clearTimeout(timer);
  }, [exports]);

  async function attempt(work: () => Promise<void>) {
    try {
      await work();
      problem.value = '';
    } catch (error) {
      problem.value = messageOf(error);
    }
  }
  const ask = (format: ExportFormat) =>
    attempt(async () => {
      await send('POST', base, { body: { format } });
      list.again();
    });
  const download = ({ id }: ExportView) =>
    attempt(async () => {
      const { body } = await send<ExportView>('GET', `${base}/${encodeURIComponent(id)}`);
      if (body.downloadUrl) location.assign(body.downloadUrl);
    });

  const said = list.problem.value ?? problem.value;
  return (
    <div class="stack">
      {said && <Notice tone="bad">{said}</Notice>}
      <section class="panel stack" aria-labelledby="new-export">
        <h2 id="new-export">New export</h2>
        <p class="quiet">
          All responses as they are now, compressed. The same again costs nothing: you get the same file.
        </p>
        <div class="row wrap">
          {(Object.keys(formats) as ExportFormat[]).map((format) => (
            <button key={format} type="button" onClick={() => void ask(format)}>
              {formats[format]}
            </button>
          ))}
        </div>
      </section>
      {!exports && !said && <Loading />}
      {exports?.length === 0 && <p class="quiet">There are no exports yet. Files are kept for a week.</p>}
      <ul class="list">
        {exports?.map((one) => (
          <li key={one.id} class="row">
            <span class="title">
              {formats[one.format]}
              <br />
              <span class="quiet">
                {states[one.state]} · {one.progress.responses} of {one.progress.of} responses · asked for{' '}
                {new Date(one.requestedAt).toLocaleString()}
              </span>
            </span>
            {one.state === 'ready' && (
              <button type="button" class="small" onClick={() => void download(one)}>
                Download
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
