import { type Ballot, ConnectionError, mayPass, type Outcome, type PollClient } from '../client/client.ts';
import type { Card } from './card.ts';
import { button, h } from './dom.ts';
import { makeForm } from './form.ts';
import { chooseLanguage, type Language } from './language.ts';
import { showResults } from './results-panel.ts';
import type { TextKey } from './texts/keys.ts';

/** A longer wait than this overflows a browser's timer. */
const mostWaitMs = 2 ** 31 - 1;
/** Between two looks whether a poll without a time has opened, in milliseconds. */
const lookMs = 15_000;

/** What the visitor is told of a refusal beside that it is one. */
const reasons: Readonly<Record<string, TextKey>> = {
  duplicate: 'already',
  'poll-not-open': 'closed',
  'invalid-voter-token': 'noVoter',
};

export interface PollGiven {
  readonly host: HTMLElement;
  readonly card: Card;
  readonly client: PollClient;
  /** Aborts when the widget goes. */
  readonly signal: AbortSignal;
  /** The element with the focus, if the widget has it. */
  focused(): boolean;
  tell(event: string, detail?: object): void;
  /** @param canVote whether the visitor can take part now */
  loaded(canVote: boolean): void;
}

/** One poll in one widget, from loading to results. */
export function runPoll({ host, card, client, signal, focused, tell, loaded }: PollGiven): void {
  const lang = host.getAttribute('lang');
  let language: Language = chooseLanguage(lang);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let endResults = () => {};

  function later(ms: number) {
    clearTimeout(timer);
    timer = setTimeout(load, Math.min(mostWaitMs, Math.max(0, ms) + Math.random() * 1_000));
  }

  async function load() {
    if (signal.aborted) return;
    try {
      const ballot = await client.ballot();
      if (ballot && !signal.aborted) show(ballot);
    } catch (error) {
      if (signal.aborted) return;
      card.status(language.say('failed'), 'bad');
      if (mayPass(error)) later(lookMs);
    }
  }

  function show(ballot: Ballot) {
    clearTimeout(timer);
    language = chooseLanguage(lang, ballot);
    card.speak(language, ballot);
    const { say, time } = language;
    const { state, opensAt, closesAt, policy } = ballot;
    const kept = client.resume(report);
    loaded(state === 'open' && !kept && client.votedAs === undefined);
    if (kept) return void settle(ballot, kept);
    if (state === 'closed') return end(ballot, say('closed'));
    if (state !== 'open') {
      card.status(`${say('notOpen')} ${opensAt === undefined ? '' : time(opensAt)}`);
      card.content();
      return later(opensAt === undefined ? lookMs : Date.parse(opensAt) - Date.now());
    }
    if (closesAt !== undefined) later(Date.parse(closesAt) - Date.now());
    if (policy.voters !== 'open' && client.votedAs !== undefined) return end(ballot, say('already'));
    // `authenticated` or `codes`, in few bytes.
    if (/^[ac]/.test(policy.voters) && !host.hasAttribute('voter-token')) return end(ballot, say('noVoter'));
    ask(ballot);
  }

  function ask(ballot: Ballot, complaint = '') {
    endResults();
    card.status(complaint, 'bad');
    const form = makeForm({
      ballot,
      language,
      oneAtATime: host.hasAttribute('one-at-a-time'),
      answered: (question, answer) => tell('answered', { question, answer }),
      complain: (text) => card.status(text, 'bad'),
      submit(answers) {
        tell('submitted', { answers });
        void settle(ballot, client.submit({ answers, metadata: metadataOf(ballot, host) }, report));
      },
    });
    const early = ballot.policy.results === 'always' && resultsToggle(ballot);
    card.content(form, early);
  }

  function resultsToggle(ballot: Ballot): HTMLElement {
    const place = h('div');
    const toggle = button(language.say('results'), 'secondary', () => {
      const shown = toggle.ariaExpanded === 'true';
      toggle.ariaExpanded = String(!shown);
      if (shown) endResults();
      else endResults = showResults({ ballot, language, client, place, tell });
    });
    toggle.ariaExpanded = 'false';
    return h('div', { part: 'content' }, toggle, place);
  }

  function report(progress: { status: string; error?: unknown }) {
    const offline = progress.error instanceof ConnectionError;
    if (!signal.aborted) card.status(language.say(offline ? 'kept' : 'sending'));
  }

  async function settle(ballot: Ballot, delivery: Promise<Outcome>) {
    clearTimeout(timer);
    endResults();
    const had = focused();
    card.content();
    card.refocus(had);
    const { status, responseId, problem } = await delivery;
    if (signal.aborted || status === 'stopped') return;
    if (status !== 'refused') {
      tell('confirmed', { responseId });
      return end(ballot, language.say('thanks'), 'good');
    }
    tell('refused', { code: problem?.code ?? 'duplicate', detail: problem?.message, errors: problem?.errors });
    const refused = language.say('refused');
    const reason = reasons[problem?.code ?? 'duplicate'];
    // The form as it is now, if the answer didn't fit it.
    if (problem?.code === 'invalid-content') return ask(ballot, refused);
    end(ballot, reason ? `${refused} ${language.say(reason)}` : refused, 'bad');
  }

  /** Nothing more to do for the visitor but to look at results. */
  function end(ballot: Ballot, text: string, tone: 'good' | 'bad' | '' = '') {
    endResults();
    card.status(text, tone);
    const place = h('div');
    const again = ballot.state === 'open' && ballot.policy.changes === 'replace' && client.votedAs !== undefined;
    card.content(place, again && button(language.say('change'), 'secondary', () => ask(ballot)));
    endResults = showResults({ ballot, language, client, place, tell });
  }

  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    endResults();
  });
  card.speak(language);
  card.status(language.say('loading'));
  void load();
}

/** What the page knows of the visitor, from the attributes `meta-<field>` of the fields that the poll declares. */
function metadataOf(ballot: Ballot, host: HTMLElement): Record<string, string> {
  const metadata: Record<string, string> = {};
  for (const { id } of ballot.metadata) {
    const value = host.getAttribute(`meta-${id}`);
    if (value !== null) metadata[id] = value;
  }
  return metadata;
}
