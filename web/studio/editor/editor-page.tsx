import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { confirm } from '../components/confirm.tsx';
import { lazy } from '../components/lazy.tsx';
import { Notice } from '../components/notice.tsx';
import { Problems } from '../components/problems.ts';
import { Tabs } from '../components/tabs.tsx';
import { TextField } from '../components/text-field.tsx';
import { guardLeaving, leaveFor } from '../router.ts';
import { Editor } from './editor.ts';
import { Questions } from './questions.tsx';
import { SaveBar } from './save-bar.tsx';
import { Settings } from './settings.tsx';
import { Translations } from './translations.tsx';

const Preview = lazy(() => import('./preview.tsx'));

type Stored = ConstructorParameters<typeof Editor>;

interface EditorPageProps {
  readonly draft: Stored[0];
  readonly stored?: Stored[1];
  /** Called when the server has another version of the poll. */
  readonly saved?: () => void;
}

/** The form of a poll with its live preview. */
export default function EditorPage({ draft: given, stored, saved }: EditorPageProps) {
  const editor = useMemo(() => new Editor(given, stored), [stored?.view.id]);
  useEffect(() => {
    if (stored) editor.take(stored);
  }, [editor, stored]);
  const language = useSignal('');
  const { draft } = editor;
  const dirty = editor.dirty;

  useEffect(() => {
    if (!dirty) return;
    return guardLeaving(() =>
      confirm({
        title: 'Leave without saving?',
        text: 'What you changed here will be lost.',
        action: 'Leave',
        danger: true,
      }),
    );
  }, [dirty]);

  async function save() {
    const isNew = editor.view.value === undefined;
    const view = await editor.save();
    if (view && isNew) leaveFor(`/polls/${view.id}`);
    else if (view) saved?.();
  }

  const shown = language.value || draft.value.language;
  const languages = [draft.value.language, ...Object.keys(draft.value.translations ?? {})];
  return (
    <Problems.Provider value={editor.problems.value}>
      <div class="editor">
        <div class="stack">
          <SaveBar editor={editor} dirty={dirty} save={() => void save()} />
          <StrayProblems editor={editor} />
          <div class="panel stack">
            <TextField
              label="Title"
              value={draft.value.title}
              pointer="/title"
              change={(title) => editor.set({ title })}
            />
            <TextField
              label="Description"
              lines={2}
              value={draft.value.description ?? ''}
              pointer="/description"
              change={(description) => {
                const { description: _old, ...rest } = draft.value;
                draft.value = description ? { ...rest, description } : rest;
              }}
            />
          </div>
          <Tabs
            label="Parts of the poll"
            tabs={{
              Questions: <Questions editor={editor} />,
              Settings: <Settings editor={editor} />,
              Translations: <Translations editor={editor} />,
            }}
          />
        </div>
        <aside class="preview" aria-labelledby="preview-title">
          <div class="row">
            <h2 id="preview-title">Preview</h2>
            {languages.length > 1 && (
              <select
                aria-label="Language of the preview"
                value={shown}
                onChange={(event) => {
                  language.value = event.currentTarget.value;
                }}
              >
                {languages.map((tag) => (
                  <option key={tag}>{tag}</option>
                ))}
              </select>
            )}
          </div>
          <Preview draft={draft.value} language={shown} />
        </aside>
      </div>
    </Problems.Provider>
  );
}

/** Complaints in a list with all their places: their fields may be in another tab. */
function StrayProblems({ editor }: { editor: Editor }) {
  const problems = editor.problems.value;
  if (problems.length === 0) return null;
  return (
    <Notice tone="plain">
      <ul>
        {problems.map(({ pointer, detail }) => (
          <li key={pointer}>
            <code>{pointer.slice(1).replaceAll('/', ' › ') || 'poll'}</code> {detail}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
