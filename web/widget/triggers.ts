const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A time such as `5s` in milliseconds; 0 for what is none. */
export function duration(text: string | null): number {
  const [, amount, unit = 's'] = /^\s*([\d.]+)\s*(ms|s|m|h|d)?\s*$/.exec(text ?? '') ?? [];
  return Number(amount ?? 0) * (units[unit] ?? 0);
}

/** Attributes that make a widget wait, first come first served: `show-after`, `show-at-scroll`, `show-on-leave`. */
export function whenDue(element: Element, signal: AbortSignal): Promise<void> {
  const after = element.getAttribute('show-after');
  const scroll = element.getAttribute('show-at-scroll');
  const leave = element.hasAttribute('show-on-leave');
  if (after === null && scroll === null && !leave) return Promise.resolve();
  return new Promise((resolve) => {
    const due = new AbortController();
    const given = { signal: due.signal, passive: true };
    signal.addEventListener('abort', () => due.abort());
    const show = () => {
      due.abort();
      if (!signal.aborted) resolve();
    };
    if (after !== null) {
      const timer = setTimeout(show, duration(after));
      due.signal.addEventListener('abort', () => clearTimeout(timer));
    }
    if (scroll !== null) {
      const look = () => {
        const { scrollHeight, clientHeight, scrollTop } = document.documentElement;
        const way = scrollHeight - clientHeight;
        if (way <= 0 || scrollTop / way >= Number.parseFloat(scroll) / 100) show();
      };
      addEventListener('scroll', look, given);
      look();
    }
    if (leave) {
      const gone = ({ relatedTarget, clientY }: MouseEvent) => relatedTarget === null && clientY <= 0 && show();
      document.addEventListener('mouseout', gone, given);
    }
  });
}
