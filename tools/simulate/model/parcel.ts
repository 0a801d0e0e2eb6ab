/** Votes that go the same way together. Amounts are no whole numbers: a step's share of a rate. */
export interface Parcel {
  readonly amount: number;
  /** When they were accepted: their mean, and the first of them. Seconds since the start. */
  readonly at: number;
  readonly first: number;
  /** How often they were received from the queue without being recorded. */
  readonly tries: number;
}

/** What counts as nothing: rounding, not votes. */
export const crumb = 1e-9;

export function amountOf(parcels: readonly Parcel[]): number {
  return parcels.reduce((sum, { amount }) => sum + amount, 0);
}

/** A share of each parcel. */
export function shareOf(parcels: readonly Parcel[], share: number): Parcel[] {
  return parcels.map((parcel) => ({ ...parcel, amount: parcel.amount * share }));
}

/** Parcels put together where they were tried equally often. */
export function merged(parcels: readonly Parcel[]): Parcel[] {
  const byTries = new Map<number, Parcel>();
  for (const parcel of parcels) {
    const known = byTries.get(parcel.tries);
    byTries.set(parcel.tries, known ? together(known, parcel) : parcel);
  }
  return [...byTries.values()];
}

function together(one: Parcel, other: Parcel): Parcel {
  const amount = one.amount + other.amount;
  if (amount === 0) return one;
  const at = (one.amount * one.at + other.amount * other.at) / amount;
  return { amount, at, first: Math.min(one.first, other.first), tries: one.tries };
}

/** Parcels that came within so short a time are one: ages are known to that. Seconds. */
const sameSeconds = 0.25;

/** Parcels in the order in which they came. */
export class Line {
  #parcels: Parcel[] = [];
  #head = 0;
  #amount = 0;

  get amount(): number {
    return this.#amount;
  }

  put(parcels: readonly Parcel[]): void {
    for (const parcel of parcels) {
      if (parcel.amount <= 0) continue;
      this.#amount += parcel.amount;
      const last = this.#parcels.length > this.#head ? this.#parcels.at(-1) : undefined;
      const isSame = last?.tries === parcel.tries && Math.abs(parcel.first - last.first) < sameSeconds;
      if (last && isSame) this.#parcels[this.#parcels.length - 1] = together(last, parcel);
      else this.#parcels.push(parcel);
    }
  }

  /** Takes so much from the front, or what there is. */
  take(wanted: number): Parcel[] {
    const taken: Parcel[] = [];
    let left = wanted;
    for (let next = this.#parcels[this.#head]; next && left > 0; next = this.#parcels[this.#head]) {
      if (next.amount <= left + crumb) {
        taken.push(next);
        left -= next.amount;
        this.#head += 1;
      } else {
        taken.push({ ...next, amount: left });
        this.#parcels[this.#head] = { ...next, amount: next.amount - left };
        left = 0;
      }
    }
    this.#tidy(amountOf(taken));
    return taken;
  }

  /** When the first of those who wait was accepted. */
  get first(): number | undefined {
    let first: number | undefined;
    for (let index = this.#head; index < this.#parcels.length; index += 1) {
      const parcel = this.#parcels[index];
      if (parcel) first = Math.min(first ?? parcel.first, parcel.first);
    }
    return first;
  }

  #tidy(taken: number): void {
    this.#amount -= taken;
    if (this.#head === this.#parcels.length) {
      this.#parcels = [];
      this.#head = 0;
      this.#amount = 0;
    } else if (this.#head > 4_096) {
      this.#parcels = this.#parcels.slice(this.#head);
      this.#head = 0;
    }
  }
}
