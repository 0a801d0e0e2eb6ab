import { useSignal } from '@preact/signals';
import { TextField } from '../components/text-field.tsx';
import { textsOf } from './draft.ts';
import type { Editor } from './editor.ts';

/** Each text in other languages. */
export function Translations({ editor }: { editor: Editor }) {
  const wanted = useSignal('');
  const translations = editor.draft.value.translations ?? {};
  const set = (language: string, texts: Record<string, string> | undefined) => {
    const { [language]: _old, ...rest } = translations;
    const next = texts ? { ...rest, [language]: texts } : rest;
    if (Object.keys(next).length > 0) return editor.set({ translations: next });
    const { translations: _none, ...draft } = editor.draft.value;
    editor.draft.value = draft;
  };
  const isTag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/.test(wanted.value);
  return (
    <div class="stack">
      {Object.entries(translations).map(([language, texts]) => (
        <details class="panel" key={language} open>
          <summary>{nameOf(language)}</summary>
          <div class="stack">
            {textsOf(editor.draft.value).map(({ path, text }) => (
              <TextField
                key={path}
                label={text || path}
                lang={language}
                pointer={`/translations/${language}/${path}`}
                value={texts[path] ?? ''}
                change={(value) => set(language, { ...texts, [path]: value })}
              />
            ))}
            <button type="button" class="small" onClick={() => set(language, undefined)}>
              Remove {nameOf(language)}
            </button>
          </div>
        </details>
      ))}
      <form
        class="row end-aligned"
        onSubmit={(event) => {
          event.preventDefault();
          if (isTag && !translations[wanted.value]) set(wanted.value, {});
          if (isTag) wanted.value = '';
        }}
      >
        <TextField
          label="Another language"
          hint="Its tag, such as de or pt-BR"
          value={wanted.value}
          change={(tag) => {
            wanted.value = tag.trim();
          }}
        />
        <button type="submit" disabled={!isTag}>
          Add language
        </button>
      </form>
    </div>
  );
}

function nameOf(language: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}
