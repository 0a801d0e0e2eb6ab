import { CheckField, NumberField } from '../components/choice-fields.tsx';
import { TextField } from '../components/text-field.tsx';
import { freeId } from './draft.ts';
import type { Editor } from './editor.ts';

/** What a response carries beside its answers, such as a customer's number. */
export function MetadataFields({ editor }: { editor: Editor }) {
  const { metadata } = editor.draft.value;
  type Declared = (typeof metadata)[number];
  const set = (index: number, part: Partial<Declared>) =>
    editor.set({ metadata: metadata.map((one, position) => (position === index ? { ...one, ...part } : one)) });
  return (
    <fieldset class="plain">
      <legend>Metadata</legend>
      <p class="hint">What the page around the poll says of a voter, with each response.</p>
      {metadata.map((field, index) => (
        <div class="row wrap end-aligned" key={index}>
          <TextField
            label={`Name of field ${index + 1}`}
            value={field.id}
            pointer={`/metadata/${index}/id`}
            change={(id) => set(index, { id })}
          />
          <NumberField
            label="Most characters"
            value={field.maxLength}
            pointer={`/metadata/${index}/maxLength`}
            change={(maxLength) => set(index, { maxLength: maxLength ?? 100 })}
          />
          <CheckField label="Required" checked={field.required} change={(required) => set(index, { required })} />
          <button
            type="button"
            class="icon"
            aria-label={`Remove field ${index + 1}`}
            onClick={() => editor.set({ metadata: metadata.filter((_, position) => position !== index) })}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button"
        class="small"
        disabled={metadata.length >= 10}
        onClick={() =>
          editor.set({ metadata: [...metadata, { id: freeId('field', metadata), required: false, maxLength: 100 }] })
        }
      >
        Add field
      </button>
    </fieldset>
  );
}
