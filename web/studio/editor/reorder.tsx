import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';

interface MoveButtonsProps {
  /** What is moved, for screen readers. */
  readonly name: string;
  readonly index: number;
  readonly count: number;
  readonly move: (to: number) => void;
  readonly remove?: (() => void) | undefined;
}

/** The way to move and remove an item without dragging. The focus stays with what was moved. */
export function MoveButtons({ name, index, count, move, remove }: MoveButtonsProps) {
  const place = useRef<HTMLSpanElement>(null);
  const said = useSignal('');
  function moveTo(to: number, button: number) {
    move(to);
    said.value = `Moved to place ${to + 1} of ${count}`;
    requestAnimationFrame(() => {
      const buttons = [...(place.current?.querySelectorAll('button') ?? [])];
      const wanted = buttons[button]?.disabled ? buttons[1 - button] : buttons[button];
      wanted?.focus();
    });
  }
  return (
    <span class="tools" ref={place}>
      <button
        type="button"
        class="icon"
        aria-label={`Move ${name} up`}
        disabled={index === 0}
        onClick={() => moveTo(index - 1, 0)}
      >
        ↑
      </button>
      <button
        type="button"
        class="icon"
        aria-label={`Move ${name} down`}
        disabled={index === count - 1}
        onClick={() => moveTo(index + 1, 1)}
      >
        ↓
      </button>
      {remove && (
        <button type="button" class="icon" aria-label={`Remove ${name}`} onClick={remove}>
          ×
        </button>
      )}
      <span class="unseen" role="status">
        {said.value}
      </span>
    </span>
  );
}

/**
 * Lets the items of one list be dragged onto each other's places by their grips.
 * @returns the attributes of an item and of its grip
 */
export function useDragging(move: (from: number, to: number) => void) {
  const from = useRef<number | undefined>(undefined);
  return {
    item: (index: number) => ({
      onDragOver(event: DragEvent) {
        if (from.current !== undefined) event.preventDefault();
      },
      onDrop(event: DragEvent) {
        if (from.current === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        if (from.current !== index) move(from.current, index);
        from.current = undefined;
      },
    }),
    grip: (index: number) => ({
      draggable: true,
      'aria-hidden': 'true' as const,
      class: 'grip',
      onDragStart(event: DragEvent & { currentTarget: HTMLElement }) {
        from.current = index;
        const item = event.currentTarget.closest('li');
        if (item) event.dataTransfer?.setDragImage(item, 12, 12);
        event.dataTransfer?.setData('text/plain', String(index));
      },
      onDragEnd() {
        from.current = undefined;
      },
    }),
  };
}
