import type { ComponentChildren } from 'preact';
import { useContext, useId } from 'preact/hooks';
import { Problems } from './problems.ts';

/** What an input needs in order to belong to its label, hint and problem. */
export interface FieldAttributes {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': 'true' | undefined;
}

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** JSON pointer of what it edits, so that the API's complaint shows here. */
  readonly pointer?: string | undefined;
  /** For screen readers only, where the place says it to everybody else. */
  readonly quietLabel?: boolean | undefined;
}

/** A label, an input, a hint, and what is wrong. */
export function Field(props: FieldProps & { children: (attributes: FieldAttributes) => ComponentChildren }) {
  const { label, hint, pointer, quietLabel, children } = props;
  const id = useId();
  const problems = useContext(Problems);
  const problem = problems.find((candidate) => candidate.pointer === pointer)?.detail;
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined;
  return (
    <div class="field">
      <label class={quietLabel ? 'unseen' : ''} for={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': problem ? 'true' : undefined })}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}
