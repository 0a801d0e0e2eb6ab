import { type SuspicionReason, type SuspiciousGroup, suspicionReasons } from '../../contracts/abuse.ts';

/** From where on a sign is told as a reason. */
const telling = 0.5;
/** How much each sign says by itself. Many behind one address are often a school or a mobile network. */
const weights: Readonly<Record<SuspicionReason, number>> = { many: 0.4, fast: 0.7, alike: 0.8, hosted: 0.5 };

/**
 * @param usual the share of the group's most frequent answers among all others, 0 to 1
 * @param isHosted whether all of it comes from one data centre
 */
export function scoreOf(given: {
  responses: number;
  fastest: number;
  alike: number;
  usual: number;
  isHosted?: boolean;
}): Pick<SuspiciousGroup, 'score' | 'reasons'> {
  const { responses, fastest, alike, usual, isHosted = false } = given;
  const signs: Record<SuspicionReason, number> = {
    // 0 for ten, 0.9 for a hundred.
    many: within(1 - 10 / responses),
    // People behind one address seldom send more than three in ten seconds; twenty are a program's.
    fast: within((fastest - 3) / 17),
    alike: usual < 1 ? within((alike - usual) / (1 - usual)) : 0,
    hosted: Number(isHosted),
  };
  const innocent = suspicionReasons.reduce((left, sign) => left * (1 - weights[sign] * signs[sign]), 1);
  return {
    score: Math.round((1 - innocent) * 100) / 100,
    reasons: suspicionReasons.filter((sign) => signs[sign] >= telling),
  };
}

const within = (value: number) => Math.min(1, Math.max(0, value));
