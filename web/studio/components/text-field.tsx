import { Field, type FieldProps } from './field.tsx';

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly change: (value: string) => void;
  readonly type?: 'text' | 'password' | 'search' | 'datetime-local' | undefined;
  readonly lines?: number | undefined;
  readonly placeholder?: string | undefined;
  readonly lang?: string | undefined;
  /** Changes only when somebody is done with the field. */
  readonly commits?: boolean | undefined;
}

/** One line of text, or several. Preact's types ask for one literal type for each element, so one stands for all. */
export function TextField({
  value,
  change,
  type = 'text',
  lines,
  placeholder,
  lang,
  commits,
  ...field
}: TextFieldProps) {
  const shared = { value, placeholder, lang, spellcheck: type === 'text' };
  return (
    <Field {...field}>
      {(attributes) =>
        lines === undefined ? (
          <input
            {...attributes}
            {...shared}
            type={type as 'text'}
            autocomplete="off"
            {...{
              [commits ? 'onChange' : 'onInput']: (event: { currentTarget: HTMLInputElement }) =>
                change(event.currentTarget.value),
            }}
          />
        ) : (
          <textarea {...attributes} {...shared} rows={lines} onInput={(event) => change(event.currentTarget.value)} />
        )
      }
    </Field>
  );
}
