import type { SuspiciousGroup } from '../../contracts/abuse.ts';

/** From where on a sign is told as a reason. */
const telling = 0.5;
/** How much each sign says by itself. Many behind one address are often a school or a mobile network. */
const weights = { many: 0.4, fast: 0.7, alike: 0.8 } as const;

/** @param usual the share of the group's most frequent answers among all others, 0 to 1 */
export function scoreOf(given: {
  responses: number;
  fastest: number;
  alike: number;
  usual: number;
}): Pick<SuspiciousGroup, 'score' | 'reasons'> {
  const { responses, fastest, alike, usual } = given;
  const signs = {
    // 0 for ten, 0.9 for a hundred.
    many: within(1 - 10 / responses),
    // People behind one address seldom send more than three in ten seconds; twenty are a program's.
    fast: within((fastest - 3) / 17),
    alike: usual < 1 ? within((alike - usual) / (1 - usual)) : 0,
  };
  const innocent =
    (1 - weights.many * signs.many) * (1 - weights.fast * signs.fast) * (1 - weights.alike * signs.alike);
  return {
    score: Math.round((1 - innocent) * 100) / 100,
    reasons: (['many', 'fast', 'alike'] as const).filter((sign) => signs[sign] >= telling),
  };
}

const within = (value: number) => Math.min(1, Math.max(0, value));
