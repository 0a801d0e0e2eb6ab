import type { Ballot, PollResults, Question, QuestionResult } from '../client/client.ts';
import { h } from './dom.ts';
import type { Language } from './language.ts';

/** One bar as it is to be now. */
interface Bar {
  /** Names the bar from one update to the next. */
  readonly key: string;
  readonly label: () => Node | string;
  /** 0 to 1. */
  readonly share: number;
  readonly value: string;
  readonly heading?: () => Node;
}

/** Scales with more points than these only show those that somebody chose. */
const mostEmptyPoints = 12;

/** Results as bars with their numbers, which grow in place as answers come in. */
export function makeResults(ballot: Ballot, language: Language) {
  const total = h('span', { part: 'total' });
  const live = h('span', { part: 'live', hidden: true }, language.say('live'));
  const sections = ballot.questions.map((question) => makeSection(question, language));
  const element = h(
    'section',
    { part: 'results', 'aria-label': language.say('results') },
    ...sections.map((section) => section.element),
    h('p', { part: 'hint foot' }, total, live),
  );
  return {
    element,
    /** @param state `isLive` where each answer shows within seconds */
    mark(isLive: boolean) {
      live.hidden = !isLive;
    },
    update(results: PollResults) {
      total.textContent = language.say('total', results.responses);
      ballot.questions.forEach((question, index) => {
        const result = results.questions[question.id];
        if (result) sections[index]?.update(result);
      });
    },
  };
}

function makeSection(question: Question, language: Language) {
  const bars = new Map<string, { item: HTMLElement; value: HTMLElement; fill: HTMLElement }>();
  const list = h('ul', { part: question.kind === 'rating' ? 'bars compact' : 'bars' });
  const summary = h('p', { part: 'summary hint' });
  const title = h('h3', { part: 'question-title' }, language.element(`${question.id}.title`, question.title));

  function barOf({ key, label, heading }: Bar) {
    const known = bars.get(key);
    if (known) return known;
    const value = h('span', { part: 'value' });
    const fill = h('div', { part: 'bar' });
    const track = h('div', { part: 'track', 'aria-hidden': 'true' }, fill);
    const item = h('li', { part: 'result' }, heading?.(), h('span', { part: 'label' }, label()), value, track);
    const made = { item, value, fill };
    bars.set(key, made);
    // Laid out empty once, it grows from there.
    list.append(item);
    fill.getBoundingClientRect();
    return made;
  }

  return {
    element: h('div', { part: 'section' }, title, list, summary),
    update(result: QuestionResult) {
      summary.textContent = summaryOf(result, language);
      const now = barsOf(question, result, language);
      const most = Math.max(...now.map(({ share }) => share));
      now.forEach((bar, index) => {
        const { item, value, fill } = barOf(bar);
        value.textContent = bar.value;
        fill.style.setProperty('--share', String(bar.share));
        item.classList.toggle('first', bar.share > 0 && bar.share === most);
        if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
      });
    },
  };
}

function barsOf(question: Question, result: QuestionResult, language: Language): Bar[] {
  const { number, percent, element } = language;
  const counted = (count = 0, of = result.respondents) => {
    const share = of === 0 ? 0 : count / of;
    return { share, value: `${percent(share)} · ${number(count)}` };
  };
  const option = (id: string, label: string) => () => element(`${question.id}.options.${id}`, label);
  if ('options' in question && 'counts' in result) {
    return question.options.map(({ id, label }) => ({
      key: id,
      label: option(id, label),
      ...counted(result.counts[id]),
    }));
  }
  if (question.kind === 'rating' && result.kind === 'rating') {
    const points = Array.from({ length: question.max - question.min + 1 }, (_, index) => question.min + index);
    return points
      .filter((point) => points.length <= mostEmptyPoints || result.counts[point])
      .map((point) => ({ key: String(point), label: () => number(point), ...counted(result.counts[point]) }));
  }
  if (question.kind === 'ranking' && result.kind === 'ranking') {
    // All the points that one option can get.
    const most = result.respondents * (question.options.length - 1);
    return question.options
      .map(({ id, label }) => {
        const points = result.borda[id] ?? 0;
        const share = most === 0 ? 0 : points / most;
        return { key: id, label: option(id, label), share, value: language.say('points', points) };
      })
      .sort((a, b) => b.share - a.share);
  }
  if (question.kind === 'matrix' && result.kind === 'matrix') {
    return question.rows.flatMap((row) => {
      const counts = result.rows[row.id] ?? {};
      const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
      return question.columns.map((column, index) => ({
        key: `${row.id}/${column.id}`,
        label: () => element(`${question.id}.columns.${column.id}`, column.label),
        ...(index === 0 ? { heading: () => h('h4', {}, element(`${question.id}.rows.${row.id}`, row.label)) } : {}),
        ...counted(counts[column.id], all),
      }));
    });
  }
  return [];
}

function summaryOf(result: QuestionResult, { say, number }: Language): string {
  const parts = [say('total', result.respondents)];
  if (result.kind === 'rating' && result.mean !== undefined) parts.push(say('mean', result.mean));
  if (result.kind === 'rating' && result.nps !== undefined) parts.push(`NPS: ${number(result.nps)}`);
  return parts.join(' · ');
}
