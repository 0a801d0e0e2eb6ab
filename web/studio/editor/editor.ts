import { type Signal, signal } from '@preact/signals';
import type { PollState, PollView, Question } from '../../../contracts/poll.ts';
import type { FieldError } from '../../../contracts/problems.ts';
import { ApiError, messageOf, send } from '../api.ts';
import { type Draft, draftOf, patchOf, withoutStrayTexts } from './draft.ts';

/** One draft, what the server has of it, and what is wrong with it. */
export class Editor {
  readonly draft: Signal<Draft>;
  readonly problems = signal<readonly FieldError[]>([]);
  readonly message = signal<{ tone: 'good' | 'bad'; text: string } | undefined>(undefined);
  readonly saving = signal(false);
  /** Somebody else has changed the poll meanwhile. */
  readonly outrun = signal(false);
  /** Absent for a poll that the server doesn't know yet. */
  readonly view: Signal<PollView | undefined>;
  readonly #saved: Signal<Draft | undefined>;
  #etag: string | undefined;

  constructor(draft: Draft, stored?: { view: PollView; etag: string | undefined }) {
    this.draft = signal(draft);
    this.view = signal(stored?.view);
    this.#saved = signal(stored && draft);
    this.#etag = stored?.etag;
  }

  get state(): PollState {
    return this.view.value?.state ?? 'draft';
  }

  /** Whether only texts and the closing time may still change. */
  get frozen(): boolean {
    return this.state === 'open' || this.state === 'closed';
  }

  get dirty(): boolean {
    const saved = this.#saved.value;
    return saved === undefined || Object.keys(patchOf(saved, this.draft.value)).length > 0;
  }

  set(part: Partial<Draft>): void {
    this.draft.value = { ...this.draft.value, ...part };
  }

  setQuestion(index: number, change: Partial<Question>): void {
    const questions = this.draft.value.questions.map((question, position) =>
      position === index ? ({ ...question, ...change } as Question) : question,
    );
    this.set({ questions });
  }

  /** @returns the stored poll, or undefined when it was refused, which is then said */
  async save(): Promise<PollView | undefined> {
    this.saving.value = true;
    this.message.value = undefined;
    try {
      const draft = withoutStrayTexts(this.draft.value);
      const id = this.view.value?.id;
      const before = this.#saved.value;
      const { body, etag } =
        id === undefined || before === undefined
          ? await send<PollView>('POST', '/polls', { body: draft })
          : await send<PollView>('PATCH', `/polls/${id}`, {
              body: patchOf(before, draft),
              headers: { 'if-match': this.#etag ?? '' },
            });
      this.#keep(body, etag);
      this.message.value = { tone: 'good', text: 'Saved.' };
      return body;
    } catch (error) {
      this.problems.value = error instanceof ApiError ? error.errors : [];
      this.outrun.value = error instanceof ApiError && error.status === 412;
      if (!this.outrun.value) this.message.value = { tone: 'bad', text: messageOf(error) };
      return undefined;
    } finally {
      this.saving.value = false;
    }
  }

  /** Takes what the server has, and drops what was edited here. */
  async takeTheirs(): Promise<void> {
    await this.#refetch((theirs) => theirs);
  }

  /** Puts the parts that were edited here over what the server has, and keeps the others as they are there. */
  async putMineOver(): Promise<void> {
    await this.#refetch((theirs) => this.#rebased(theirs));
    if (!this.outrun.value) await this.save();
  }

  /** Takes the poll as it was read anew, say after it opened; what was edited here stays. */
  take({ view, etag }: { view: PollView; etag: string | undefined }): void {
    const known = this.view.value;
    if (known?.version === view.version && known.state === view.state) return;
    const draft = this.#rebased(draftOf(view));
    this.#keep(view, etag);
    this.draft.value = draft;
  }

  #rebased(theirs: Draft): Draft {
    const mine = patchOf(this.#saved.value ?? this.draft.value, this.draft.value);
    const merged = Object.entries({ ...theirs, ...mine }).filter(([, value]) => value !== null);
    return Object.fromEntries(merged) as unknown as Draft;
  }

  async #refetch(merge: (theirs: Draft) => Draft): Promise<void> {
    try {
      const { body, etag } = await send<PollView>('GET', `/polls/${this.view.value?.id}`);
      const draft = merge(draftOf(body));
      this.#keep(body, etag);
      this.draft.value = draft;
    } catch (error) {
      this.message.value = { tone: 'bad', text: messageOf(error) };
    }
  }

  #keep(view: PollView, etag: string | undefined): void {
    const draft = draftOf(view);
    this.view.value = view;
    this.draft.value = draft;
    this.#saved.value = draft;
    this.#etag = etag;
    this.problems.value = [];
    this.outrun.value = false;
  }
}
