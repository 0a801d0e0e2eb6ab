import { useSignal } from '@preact/signals';
import type { PollDefinitionInput } from '../../../contracts/poll.ts';
import { lazy } from '../components/lazy.tsx';
import { PageTitle } from '../components/page-title.tsx';
import { type Draft, emptyDraft } from '../editor/draft.ts';
import { complete } from './complete.ts';
import { ImportForm } from './import-form.tsx';
import { templates } from './templates.ts';

const EditorPage = lazy(() => import('../editor/editor-page.tsx'));

/** A new poll: from a template, an import, or from scratch. */
export default function NewPage() {
  const chosen = useSignal<Draft | undefined>(undefined);
  const take = (definition: PollDefinitionInput) => {
    chosen.value = complete(definition);
  };
  return (
    <>
      <PageTitle>New poll</PageTitle>
      {chosen.value ? (
        <EditorPage draft={chosen.value} />
      ) : (
        <div class="stack">
          <ul class="cards">
            <li>
              <button
                type="button"
                class="card"
                onClick={() => {
                  chosen.value = emptyDraft();
                }}
              >
                <strong>From scratch</strong>
                <span class="quiet">An empty poll of your own.</span>
              </button>
            </li>
            {templates.map(({ name, about, definition }) => (
              <li key={name}>
                <button type="button" class="card" onClick={() => take(definition)}>
                  <strong>{name}</strong>
                  <span class="quiet">{about}</span>
                </button>
              </li>
            ))}
          </ul>
          <ImportForm />
        </div>
      )}
    </>
  );
}
