import type { Question } from '../../../contracts/poll.ts';
import type { QuestionResult } from '../../../contracts/results.ts';

export interface Bar {
  readonly label: string;
  readonly value: string;
  /** 0 to 1. */
  readonly share: number;
}

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
export const formatted = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 }).format;

/** Labelled bars; their lengths are set by CSSOM, as a strict policy wants it. */
export function Bars({ bars }: { bars: readonly Bar[] }) {
  const most = Math.max(0, ...bars.map(({ share }) => share));
  return (
    <ul class="bars">
      {bars.map(({ label, value, share }) => (
        <li key={label} class={share > 0 && share === most ? 'first' : ''}>
          <span class="label" dir="auto">
            {label}
          </span>
          <span class="value">{value}</span>
          <span class="track" aria-hidden="true">
            <span class="fill" style={{ inlineSize: `${share * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function counted(label: string, count: number, of: number): Bar {
  const share = of === 0 ? 0 : count / of;
  return { label, share, value: `${percent.format(share)} · ${formatted(count)}` };
}

/** Results of one question as groups of bars; a matrix has a group for each row, a text question none. */
export function barsOf(question: Question, result: QuestionResult): { title?: string; bars: Bar[] }[] {
  const { respondents } = result;
  if (question.kind === 'rating' && result.kind === 'rating') {
    const points = Array.from({ length: question.max - question.min + 1 }, (_, index) => question.min + index);
    const shown = points.filter((point) => points.length <= 11 || result.counts[point]);
    return [{ bars: shown.map((point) => counted(String(point), result.counts[point] ?? 0, respondents)) }];
  }
  if (question.kind === 'ranking' && result.kind === 'ranking') {
    const most = respondents * (question.options.length - 1);
    const bars = question.options.map(({ id, label }) => {
      const points = result.borda[id] ?? 0;
      return { label, share: most === 0 ? 0 : points / most, value: `${formatted(points)} points` };
    });
    return [{ bars: bars.sort((a, b) => b.share - a.share) }];
  }
  if (question.kind === 'matrix' && result.kind === 'matrix') {
    return question.rows.map((row) => {
      const counts = result.rows[row.id] ?? {};
      const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
      return { title: row.label, bars: question.columns.map(({ id, label }) => counted(label, counts[id] ?? 0, all)) };
    });
  }
  if ('options' in question && 'counts' in result) {
    return [{ bars: question.options.map(({ id, label }) => counted(label, result.counts[id] ?? 0, respondents)) }];
  }
  return [];
}

/** What bars don't say: means and scores. */
export function summaryOf(result: QuestionResult): string {
  const answers = `${formatted(result.respondents)} ${result.respondents === 1 ? 'answer' : 'answers'}`;
  if (result.kind !== 'rating') return answers;
  const mean = result.mean === undefined ? '' : ` · mean ${formatted(result.mean)}`;
  return `${answers}${mean}${result.nps === undefined ? '' : ` · NPS ${formatted(result.nps)}`}`;
}
