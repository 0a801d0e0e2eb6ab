import type { StageConfiguration } from '../../lib/configuration/stage.ts';
import { perVote } from '../cost/monthly.ts';

/** US dollars for a million of each with all that stands around it, in a trickle: docs/operations/cost.md. */
export const millions = { votes: 4.09, devices: 2.58, views: 1.04, firewall: 7.2 } as const;
/** US dollars a month for being there, by kind of stage: docs/operations/cost.md, "Idle". */
export const idle = { preview: 11.09, dev: 13.29, staging: 31.89, production: 31.89 } as const;

/** What a million votes cost, with the devices and views that come with them. US dollars. */
export function usdPerMillionVotes({ waf }: Pick<StageConfiguration, 'waf'>): number {
  const { votes, devices, views, firewall } = millions;
  return votes + perVote.devices * devices + perVote.views * views + (waf ? firewall : 0);
}
