import type { Option } from '../../../contracts/poll.ts';
import { TextField } from '../components/text-field.tsx';
import { freeId, moved } from './draft.ts';
import { MoveButtons, useDragging } from './reorder.tsx';

interface ItemsEditorProps {
  readonly title: string;
  /** Of one item: `Option`, `Row`. */
  readonly noun: string;
  /** Of new ids. */
  readonly prefix: string;
  readonly items: readonly Option[];
  readonly least: number;
  readonly pointer: string;
  readonly change: (items: Option[]) => void;
}

/** Options, rows or columns: their labels and their order. */
export function ItemsEditor({ title, noun, prefix, items, least, pointer, change }: ItemsEditorProps) {
  const move = (from: number, to: number) => change(moved(items, from, to));
  const { item, grip } = useDragging(move);
  const lower = noun.toLowerCase();
  return (
    <fieldset class="plain">
      <legend>{title}</legend>
      <ol class="items">
        {items.map(({ id, label }, index) => (
          <li key={id} {...item(index)}>
            <span {...grip(index)}>⠿</span>
            <TextField
              quietLabel
              label={`${noun} ${index + 1}`}
              placeholder={`${noun} ${index + 1}`}
              value={label}
              pointer={`${pointer}/${index}/label`}
              change={(text) => change(items.map((one) => (one.id === id ? { id, label: text } : one)))}
            />
            <MoveButtons
              name={`${lower} ${index + 1}`}
              index={index}
              count={items.length}
              move={(to) => move(index, to)}
              remove={items.length > least ? () => change(items.filter((one) => one.id !== id)) : undefined}
            />
          </li>
        ))}
      </ol>
      <button type="button" class="small" onClick={() => change([...items, { id: freeId(prefix, items), label: '' }])}>
        Add {lower}
      </button>
    </fieldset>
  );
}
