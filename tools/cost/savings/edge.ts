import { amountOf } from '../bill.ts';
import type { Band } from '../month/demand.ts';
import { edgeBundle, edgePlans, farEdges, infrequentLogs } from '../offers.ts';
import type { Context } from './context.ts';
import { band, type Saving } from './saving.ts';

/** What CloudFront and WAF cost by use, and WAF by being there. US dollars a month. */
function payAsYouGo({ demand, prices, fixed }: Context, share: keyof Band): { edge: number; firewall: number } {
  const { cloudFrontRequests = 0, cloudFrontGb = 0, firewallRequests = 0 } = demand.units[share];
  const there = fixed.filter(({ what }) => what.includes('web ACLs'));
  return {
    edge: amountOf(cloudFrontRequests, prices.cloudFrontRequests) + amountOf(cloudFrontGb, prices.cloudFrontGb),
    firewall:
      amountOf(firewallRequests, prices.firewallRequests) +
      there.reduce((sum, { count, usdEach }) => sum + count * usdEach, 0),
  };
}

/** The cheapest flat-rate plan that a month at the ninth decile is meant for. */
export function edgePlanSaving(context: Context): Saving {
  const { cloudFrontRequests = 0, cloudFrontGb = 0 } = context.demand.units.p90;
  const fits = edgePlans.plans.filter(({ requests, gb }) => requests >= cloudFrontRequests && gb >= cloudFrontGb);
  // Beyond the largest one AWS wants to talk about the price.
  const plan = fits[0] ?? edgePlans.plans.at(-1);
  const usd = plan?.usd ?? 0;
  const isTooMuch = fits.length === 0;
  return {
    id: 'edge-plan',
    name: `CloudFront: flat-rate plan ${plan?.name}`,
    saved: band((share) => {
      const { edge, firewall } = payAsYouGo(context, share);
      return edge + firewall - usd;
    }),
    risk: context.stage.shieldAdvanced || isTooMuch ? 'high' : 'medium',
    because: `${isTooMuch ? 'A month at the ninth decile is more than any plan is meant for. ' : ''}Beyond its allowance nothing is billed, but AWS may slow delivery or ask for a larger plan, and it asks for a web ACL. A launch can use up a month in an evening.${context.stage.shieldAdvanced ? ' Shield Advanced can not be had with it.' : ''}`,
    action: 'Subscribe the distribution (AWS::PricingPlanManager::Subscription, or the console), with waf: true.',
    detail: `${usd} US dollars for up to ${((plan?.requests ?? 0) / 1e6).toLocaleString('en')} million requests, WAF and DNS in it; ${(cloudFrontRequests / 1e6).toFixed(1)} million at the ninth decile. Free and Pro take no cache policies of one's own`,
    source: edgePlans.source,
    standing: edgePlans.standing,
    group: 'edge-plan',
  };
}

/** The part of the median month that is committed to, as months may be quieter. */
const bundledShare = 0.7;

/** A commitment for a year to most of what CloudFront costs at the median. */
export function edgeBundleSaving(context: Context): Saving {
  const { discount, firewallShare } = edgeBundle;
  const covered = bundledShare * payAsYouGo(context, 'median').edge;
  const committed = covered * (1 - discount.value);
  return {
    id: 'edge-bundle',
    name: 'CloudFront: a Security Savings Bundle',
    saved: band((share) => {
      const { edge, firewall } = payAsYouGo(context, share);
      return Math.min(covered, edge) - committed + Math.min(firewall, firewallShare * committed);
    }),
    risk: 'low',
    because:
      'A year of paying as much a month, whether viewers come or not; more of them fall back to the usual price.',
    action: `Commit to ${committed.toFixed(2)} US dollars a month in CloudFront's console, Savings bundle.`,
    detail: `${(discount.value * 100).toFixed(0)} % off ${(bundledShare * 100).toFixed(0)} % of the median month, and WAF's requests for a tenth of the commitment`,
    source: discount.source,
    standing: discount.standing,
    group: 'edge-plan',
  };
}

/** Price class 100: viewers far away are served from North America and Europe. */
export function priceClassSaving({ demand, prices, assumed }: Context): Saving {
  const { farShare } = assumed;
  const saved = (share: keyof Band) => {
    const { cloudFrontRequests = 0, cloudFrontGb = 0 } = demand.units[share];
    const near = amountOf(cloudFrontRequests, prices.cloudFrontRequests) + amountOf(cloudFrontGb, prices.cloudFrontGb);
    return near * farShare * (farEdges.value - 1);
  };
  return {
    id: 'price-class',
    name: 'CloudFront: price class 100',
    saved: band(saved),
    risk: 'medium',
    because: 'Viewers in Asia, South America, Africa and Australia wait longer for every answer.',
    action: 'priceClass: PriceClass.PRICE_CLASS_100 in lib/constructs/edge-distribution.ts.',
    detail:
      farShare === 0
        ? 'nobody said how many viewers are there: --far-share'
        : `with ${(farShare * 100).toFixed(0)} % of viewers there, whose edges are taken for ${((farEdges.value - 1) * 100).toFixed(0)} % dearer; the bill has them all in North America or Europe`,
    source: farEdges.source,
    standing: farEdges.standing,
    group: 'price-class',
  };
}

/** No firewall. */
export function firewallSaving(context: Context): Saving[] {
  if (!context.stage.waf) return [];
  const { source, standing } = context.prices.firewallRequests;
  return [
    {
      id: 'no-firewall',
      name: 'WAF: none',
      saved: band((share) => payAsYouGo(context, share).firewall),
      risk: 'high',
      because:
        'Floods and bots reach the API, and are paid for there: each costs at least twice what WAF takes to look at it.',
      action: 'waf: false of the stage.',
      detail: 'its web ACL and rules, and 0.60 for a million requests',
      source,
      standing,
      group: 'edge-plan',
    },
  ];
}

/** Fewer traces, and logs that are kept for less. */
export function watchingSavings({ demand, prices }: Context): Saving[] {
  const traces = (share: keyof Band) => amountOf(demand.units[share].traces ?? 0, prices.traces);
  const logs = (share: keyof Band) => amountOf(demand.units[share].logGb ?? 0, prices.logGb);
  return [
    {
      id: 'traces',
      name: 'X-Ray: one call in a hundred is traced, for five',
      saved: band((share) => traces(share) * 0.8),
      risk: 'low',
      because: 'A rare slow call is seen later; errors are in the logs all the same.',
      action: 'A sampling rule of X-Ray with a FixedRate of 0.01.',
      detail: 'the default traces 5 %',
      source: prices.traces.source,
      standing: prices.traces.standing,
      group: 'traces',
    },
    {
      id: 'log-class',
      name: 'CloudWatch: access log of the Infrequent Access class',
      saved: band((share) => logs(share) * (1 - infrequentLogs.value)),
      risk: 'medium',
      because: 'Metric filters, Live Tail and alarms on log lines no longer see it; a group can not change its class.',
      action: 'logGroupClass in lib/constructs/service-log.ts and of the API, as new log groups.',
      detail: 'half the price of taking lines in; queries cost the same',
      source: infrequentLogs.source,
      standing: infrequentLogs.standing,
      group: 'log-class',
    },
  ];
}
