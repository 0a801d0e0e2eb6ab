import type { Acceptance } from '../../contracts/response.ts';
import { curlOf } from './curl.ts';
import type { Description, Operation } from './description.ts';
import type { Exchange } from './witness.ts';

/** Something that no answer may be. */
export interface Failure {
  readonly rule: string;
  /** The operation, or `-` for what is none. */
  readonly operation: string;
  readonly detail: string;
  /** Does it again. */
  readonly curl: string;
  times: number;
}

/** Operations after which a poll's responses needn't be what was accepted. */
const removing: readonly string[] = ['eraseVoter', 'deletePoll', 'archivePoll', 'restorePoll'];

/** What a parser in front of the routes answers by itself: an HTTP message that is none, or too large. */
const byParser: readonly number[] = [400, 431];

/** Looks at each exchange: what breaks a rule is kept, and so is what was accepted. */
export class Judge {
  requests = 0;
  readonly statuses = new Map<number, number>();
  readonly failures = new Map<string, Failure>();
  /** Ids of accepted responses, by poll. */
  readonly accepted = new Map<string, Set<string>>();
  /** Polls from which somebody has removed something. */
  readonly touched = new Set<string>();
  readonly seen = new Set<string>();
  readonly #description: Description;

  readonly #onFailure: (failure: Failure) => void;

  /** @param onFailure told of each kind of failure once */
  constructor(description: Description, onFailure: (failure: Failure) => void = () => {}) {
    this.#description = description;
    this.#onFailure = onFailure;
  }

  observe(exchange: Exchange): void {
    const { method, target, status } = exchange;
    this.requests += 1;
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    const operation = this.#description.find(method, target);
    if (operation) {
      this.seen.add(`${operation.id} ${status}`);
      this.#remember(operation, exchange);
    }
    const broken = this.#rule(operation, exchange);
    if (broken) this.fail(exchange, operation?.id ?? '-', broken);
  }

  fail(exchange: Exchange, operation: string, { rule, detail }: { rule: string; detail: string }): void {
    const key = `${rule} ${operation} ${exchange.status} ${detail.slice(0, 60)}`;
    const known = this.failures.get(key);
    if (known) {
      known.times += 1;
      return;
    }
    const failure = { rule, operation, detail, curl: curlOf(exchange), times: 1 };
    this.failures.set(key, failure);
    this.#onFailure(failure);
  }

  #remember({ id }: Operation, { target, status, answer }: Exchange): void {
    if (status === 202 && id === 'submitResponse') {
      const { responseId } = JSON.parse(answer) as Acceptance;
      const pollId = pollOf(target);
      this.accepted.set(pollId, (this.accepted.get(pollId) ?? new Set()).add(responseId));
    }
    if (status < 300 && removing.includes(id)) this.touched.add(pollOf(target));
  }

  #rule(operation: Operation | undefined, exchange: Exchange): { rule: string; detail: string } | undefined {
    const { status, headers, answer } = exchange;
    // What we ask others for while a voter waits, a workspace's keys, may be nowhere; and to say 503 is what the health
    // check is for.
    const isOfOthers = status === 503 && ['admitVoter', 'getHealth'].includes(operation?.id ?? '');
    if ((status === 0 || status >= 500) && !isOfOthers) return { rule: 'no 5xx', detail: `${status} ${answer}` };
    if (!operation || (byParser.includes(status) && answer === '')) return undefined;
    const complaint = this.#description.complaint(operation, {
      status,
      header: (name) => headers[name]?.toString(),
      text: answer,
    });
    if (complaint) return { rule: 'as described', detail: `${complaint} ${answer}` };
    return namesNothing(exchange) ? { rule: 'names field and rule', detail: answer } : undefined;
  }
}

/** Whether a refusal of what was sent doesn't say which part of it, and why. */
function namesNothing({ status, headers, answer }: Exchange): boolean {
  if (status !== 400 || headers['content-type'] !== 'application/problem+json') return false;
  const { errors = [] } = JSON.parse(answer) as { errors?: readonly { pointer?: unknown; detail?: unknown }[] };
  return errors.length === 0 || errors.some(({ pointer, detail }) => typeof pointer !== 'string' || !detail);
}

/** As the routes read it. */
export function pollOf(target: string): string {
  const [, pollId = ''] = (target.split('?')[0] ?? '').split('/').filter(Boolean);
  try {
    return decodeURIComponent(pollId);
  } catch {
    return pollId;
  }
}
