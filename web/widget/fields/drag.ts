/**
 * Lets a finger, pen or mouse drag an entry of a list.
 * @param grip what is held
 * @param entries the list as it is now, in order
 * @param over called with the place that the pointer is over
 */
export function followDrag(
  grip: HTMLElement,
  entries: () => readonly (HTMLElement | undefined)[],
  over: (place: number) => void,
): void {
  grip.addEventListener('pointerdown', ({ pointerId }) => {
    const move = ({ clientY }: PointerEvent) => {
      const place = entries().findIndex((entry) => {
        const box = entry?.getBoundingClientRect();
        return box && clientY >= box.top && clientY <= box.bottom;
      });
      if (place >= 0) over(place);
    };
    const end = () => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
    };
    // The entry moves in the document while it is dragged, which would lose a captured pointer.
    grip.releasePointerCapture(pointerId);
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
  });
}
