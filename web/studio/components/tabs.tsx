import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface TabsProps {
  readonly label: string;
  readonly tabs: Readonly<Record<string, ComponentChildren>>;
}

/** Parts of which one shows at a time; arrow keys go from one to the next. */
export function Tabs({ label, tabs }: TabsProps) {
  const names = Object.keys(tabs);
  const chosen = useSignal(names[0] ?? '');
  const id = useId();
  function turn(event: KeyboardEvent & { currentTarget: HTMLElement }) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const place = (names.indexOf(chosen.value) + step + names.length) % names.length;
    chosen.value = names[place] ?? '';
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[place]?.focus();
  }
  return (
    <div class="stack">
      <div class="tabs" role="tablist" aria-label={label} onKeyDown={turn}>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === chosen.value}
            aria-controls={`${id}-panel`}
            tabIndex={name === chosen.value ? 0 : -1}
            onClick={() => {
              chosen.value = name;
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen.value}`}>
        {tabs[chosen.value]}
      </div>
    </div>
  );
}
