import { PollClient } from '../client/client.ts';
import { defaultStorage } from '../client/storage.ts';
import { isForVisit, noteShown } from './audience.ts';
import { makeCard } from './card.ts';
import { h } from './dom.ts';
import { runPoll } from './poll.ts';
import { styleSheet } from './style.ts';
import { whenDue } from './triggers.ts';

const storage = defaultStorage();

/** `<groundswell-poll poll="ID">`: docs/widget.md has its attributes, events, properties and parts. */
export class GroundswellPoll extends HTMLElement {
  static readonly observedAttributes = ['poll', 'api', 'lang', 'mode', 'one-at-a-time', 'voter-token'];
  /** Where the API is when the page doesn't say: where the script came from. */
  static defaultApi = new URL(import.meta.url).origin;
  readonly #root: ShadowRoot;
  #end: AbortController | undefined;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: 'open' });
    this.#root.adoptedStyleSheets = [styleSheet()];
  }

  connectedCallback(): void {
    this.#restart();
  }

  disconnectedCallback(): void {
    this.#end?.abort();
    this.#end = undefined;
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (this.#end && before !== after) this.#restart();
  }

  /** Anew from what the attributes say, once when several change in one go. */
  #restart(): void {
    this.#end?.abort();
    const end = new AbortController();
    this.#end = end;
    queueMicrotask(() => void this.#run(end.signal));
  }

  async #run(signal: AbortSignal): Promise<void> {
    const poll = this.getAttribute('poll');
    this.#root.replaceChildren();
    if (signal.aborted || !poll || !isForVisit(this, storage, poll)) return;
    await whenDue(this, signal);
    if (!signal.aborted) this.#show(poll, signal);
  }

  #show(poll: string, signal: AbortSignal): void {
    const mode = this.getAttribute('mode') ?? 'inline';
    const client = new PollClient({
      api: this.getAttribute('api') ?? GroundswellPoll.defaultApi,
      poll,
      voterToken: this.getAttribute('voter-token') ?? undefined,
      storage,
    });
    signal.addEventListener('abort', () => client.close());
    const tell = (event: string, detail: object = {}) => {
      const given = { bubbles: true, composed: true, detail: { poll, ...detail } };
      this.dispatchEvent(new CustomEvent(`groundswell:${event}`, given));
    };
    let shown = false;
    const showOnce = () => {
      if (!shown) tell('shown', { mode });
      shown = true;
      noteShown(storage, poll);
    };
    const dialog = mode === 'inline' ? undefined : this.#dialog(mode, signal, () => tell('closed'));
    const card = makeCard(dialog && (() => dialog.close()));
    (dialog ?? this.#root).append(card.element);
    runPoll({
      host: this,
      card,
      client,
      signal,
      tell,
      focused: () => this.#root.activeElement !== null,
      loaded(canVote) {
        if (!dialog) return showOnce();
        // Nobody is interrupted for a poll in which they can't take part.
        if (shown || !canVote) return;
        showOnce();
        if (mode === 'popup') dialog.showModal();
        // Not `show()`, which would take the focus away from what the visitor is doing.
        else dialog.open = true;
      },
    });
  }

  #dialog(mode: string, signal: AbortSignal, closed: () => void): HTMLDialogElement {
    const dialog = h('dialog', { part: mode, 'aria-labelledby': 'title', onclose: closed });
    const leave = ({ key }: KeyboardEvent) => {
      if (key === 'Escape' && dialog.open && mode !== 'popup') dialog.close();
    };
    document.addEventListener('keydown', leave, { signal });
    this.#root.append(dialog);
    return dialog;
  }
}
