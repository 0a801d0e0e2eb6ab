import { useSignal } from '@preact/signals';
import { Field } from './field.tsx';

interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly lines?: number;
}

/** A text to take elsewhere. */
export function CopyField({ label, value, hint, lines = 1 }: CopyFieldProps) {
  const said = useSignal('');
  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      said.value = 'Copied';
    } catch {
      said.value = 'Select the text and copy it by hand';
    }
  }
  return (
    <div class="copy">
      <Field label={label} hint={hint}>
        {(attributes) =>
          lines === 1 ? (
            <input
              {...attributes}
              class="code"
              readOnly
              value={value}
              onFocus={(event) => event.currentTarget.select()}
            />
          ) : (
            <textarea {...attributes} class="code" readOnly rows={lines} value={value} />
          )
        }
      </Field>
      <button type="button" onClick={() => void copy()} aria-label={`Copy: ${label}`}>
        Copy
      </button>
      <span class="hint" role="status">
        {said.value}
      </span>
    </div>
  );
}
