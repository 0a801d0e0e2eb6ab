import { Notice } from '../components/notice.tsx';
import type { Editor } from './editor.ts';

interface SaveBarProps {
  readonly editor: Editor;
  readonly dirty: boolean;
  readonly save: () => void;
}

/** How the draft stands, and the way to store it. */
export function SaveBar({ editor, dirty, save }: SaveBarProps) {
  const message = editor.message.value;
  return (
    <div class="save-bar stack">
      <div class="row">
        <span class="quiet" role="status">
          {dirty ? 'Unsaved changes' : 'All changes saved'}
        </span>
        <button type="button" class="primary" disabled={!dirty || editor.saving.value} onClick={save}>
          {editor.saving.value ? 'Saving…' : editor.view.value ? 'Save' : 'Create poll'}
        </button>
      </div>
      {message && <Notice tone={message.tone}>{message.text}</Notice>}
      {editor.outrun.value && (
        <Notice tone="bad">
          <p>Somebody else has changed this poll since you opened it.</p>
          <div class="row wrap">
            <button type="button" class="small" onClick={() => void editor.takeTheirs()}>
              Show theirs, drop mine
            </button>
            <button type="button" class="small" onClick={() => void editor.putMineOver()}>
              Keep mine
            </button>
          </div>
        </Notice>
      )}
    </div>
  );
}
