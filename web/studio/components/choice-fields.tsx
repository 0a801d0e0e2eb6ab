import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Field, type FieldProps } from './field.tsx';

interface NumberFieldProps extends FieldProps {
  readonly value: number | undefined;
  /** Called with undefined when the field is emptied. */
  readonly change: (value: number | undefined) => void;
  readonly min?: number;
  readonly max?: number;
}

export function NumberField({ value, change, min, max, ...field }: NumberFieldProps) {
  return (
    <Field {...field}>
      {(attributes) => (
        <input
          {...attributes}
          type="number"
          inputMode="numeric"
          min={min}
          max={max}
          value={value ?? ''}
          onInput={({ currentTarget }) => change(currentTarget.value === '' ? undefined : Number(currentTarget.value))}
        />
      )}
    </Field>
  );
}

interface SelectFieldProps<Value extends string> extends FieldProps {
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, label: string])[];
  readonly change: (value: Value) => void;
}

export function SelectField<Value extends string>({ value, options, change, ...field }: SelectFieldProps<Value>) {
  return (
    <Field {...field}>
      {(attributes) => (
        <select {...attributes} value={value} onChange={(event) => change(event.currentTarget.value as Value)}>
          {options.map(([name, label]) => (
            <option key={name} value={name} selected={name === value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface CheckFieldProps {
  readonly label: ComponentChildren;
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
}

export function CheckField({ label, checked, change }: CheckFieldProps) {
  const id = useId();
  return (
    <div class="check">
      <input id={id} type="checkbox" checked={checked} onChange={(event) => change(event.currentTarget.checked)} />
      <label for={id}>{label}</label>
    </div>
  );
}
