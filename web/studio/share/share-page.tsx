import type { PollView } from '../../../contracts/poll.ts';
import { CopyField } from '../components/copy-field.tsx';
import { Notice } from '../components/notice.tsx';
import { QrCode } from '../components/qr-code.tsx';
import { addressesOf } from './addresses.ts';

/** Ways to bring voters to a poll. */
export default function SharePage({ poll }: { poll: PollView }) {
  const { link, script, frame } = addressesOf(poll.id);
  return (
    <div class="stack">
      {poll.state !== 'open' && (
        <Notice tone="plain">
          {poll.state === 'closed'
            ? 'The poll has closed: the link shows what voters may see of the results.'
            : 'The poll isn’t open yet: you may share it already, and voters will be asked to wait.'}
        </Notice>
      )}
      <div class="share">
        <section class="panel stack" aria-labelledby="link-title">
          <h2 id="link-title">Link and QR code</h2>
          <QrCode text={link} label={`QR code of ${link}`} />
          <CopyField label="Link" value={link} />
          <p>
            <a href={link} target="_blank" rel="noreferrer">
              Open the poll as a voter
            </a>
          </p>
        </section>
        <section class="panel stack" aria-labelledby="embed-title">
          <h2 id="embed-title">In a page of yours</h2>
          <CopyField
            label="With a script"
            hint="Fits itself into the page, and can pop up or slide in."
            value={script}
            lines={3}
          />
          <CopyField label="In a frame" hint="For pages that allow no script." value={frame} lines={3} />
        </section>
      </div>
    </div>
  );
}
