import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { headers } from '../../contracts/headers.ts';
import { limits } from '../../contracts/limits.ts';
import type { ProblemCode } from '../../contracts/problems.ts';
import type { StageConfiguration } from '../configuration/stage.ts';

type Rule = Omit<CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'>;
type Statement = CfnWebACL.StatementProperty;

/** Problems that AWS WAF answers itself. */
export const answeredByWaf = ['too-many-requests', 'body-too-large'] as const satisfies readonly ProblemCode[];

/** Requests in a minute from which a rule acts. */
const perMinute = {
  /** Of one voter token: a person's second thoughts, and a kiosk whose visitors share one. */
  voterToken: 100,
  /** New devices behind one address: beyond, a browser has to show that it is one. */
  devices: 6_000,
  /** Of one address, to change something. A hall of 60,000 may share one, and vote within a minute. */
  writes: 120_000,
  /** Of one address, in all: 10,000 a second. */
  requests: 600_000,
};

/**
 * The rules of the web ACL, in their order. A challenge is answered with 202, which is what an accepted response is
 * answered with: so it stands before new devices, and never before responses.
 */
export function webAclRules({ throttles }: StageConfiguration): Rule[] {
  return [
    {
      name: 'BodySize',
      action: refuse('body-too-large', 413),
      // AWS WAF looks at 64 KB of a body; a longer one matches by that.
      statement: {
        sizeConstraintStatement: {
          fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
          comparisonOperator: 'GT',
          size: limits.bodyBytes,
          textTransformations: plain,
        },
      },
    },
    managed('AWSManagedRulesAmazonIpReputationList'),
    // Bodies are JSON that is validated, never run and never shown as HTML: a voter may write of <script>, ../etc or
    // ${jndi:. Programs call the API, and need not say what they are. The groups' rules:
    // https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
    managed('AWSManagedRulesCommonRuleSet', [
      'NoUserAgent_HEADER',
      'SizeRestrictions_BODY',
      'EC2MetaDataSSRF_BODY',
      'GenericLFI_BODY',
      'GenericRFI_BODY',
      'CrossSiteScripting_BODY',
    ]),
    managed('AWSManagedRulesKnownBadInputsRuleSet', [
      'JavaDeserializationRCE_BODY',
      'Log4JRCE_BODY',
      'ReactJSRCE_BODY',
    ]),
    {
      name: 'ApiKeyRate',
      action: refuse('too-many-requests', 429),
      // Half of what the API takes of all keys, so that no key locks out the others. Tokens for an audience are many.
      statement: rate(30 * throttles.manage.rateLimit, byHeader(headers.apiKey), {
        notStatement: { statement: path('ENDS_WITH', '/voter-tokens') },
      }),
    },
    {
      name: 'VoterTokenRate',
      action: refuse('too-many-requests', 429),
      statement: rate(perMinute.voterToken, byHeader(headers.voterToken), {
        notStatement: { statement: method('GET') },
      }),
    },
    {
      name: 'PollVotes',
      action: refuse('too-many-requests', 429),
      // Three quarters of what a region takes of all votes, as it may be the last: so no poll locks out the others.
      statement: rate(45 * throttles.vote.rateLimit, byPath, {
        andStatement: { statements: [method('POST'), path('ENDS_WITH', '/responses')] },
      }),
    },
    {
      name: 'DeviceFlood',
      action: { challenge: {} },
      statement: rate(perMinute.devices, undefined, {
        andStatement: { statements: [method('POST'), path('ENDS_WITH', '/devices')] },
      }),
    },
    {
      name: 'AddressWrites',
      action: refuse('too-many-requests', 429),
      statement: rate(perMinute.writes, undefined, { notStatement: { statement: method('GET') } }),
    },
    { name: 'AddressRequests', action: refuse('too-many-requests', 429), statement: rate(perMinute.requests) },
  ];
}

const plain = [{ priority: 0, type: 'NONE' }];

function refuse(problem: (typeof answeredByWaf)[number], responseCode: number): CfnWebACL.RuleActionProperty {
  const responseHeaders = responseCode === 429 ? { responseHeaders: [{ name: 'retry-after', value: '60' }] } : {};
  return { block: { customResponse: { responseCode, customResponseBodyKey: problem, ...responseHeaders } } };
}

/** A rule group of AWS; the rules that are named only count. */
function managed(name: string, counting: readonly string[] = []): Rule {
  return {
    name,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counting.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
  };
}

type Key = CfnWebACL.RateBasedStatementCustomKeyProperty;

const byHeader = (name: string): Key => ({ header: { name, textTransformations: plain } });
const byPath: Key = { uriPath: { textTransformations: plain } };

/** So many requests in a minute: of one key, where one is named, or of one address. */
function rate(limit: number, key?: Key, scopeDownStatement?: Statement): Statement {
  return {
    rateBasedStatement: {
      limit,
      evaluationWindowSec: 60,
      ...(key === undefined ? { aggregateKeyType: 'IP' } : { aggregateKeyType: 'CUSTOM_KEYS', customKeys: [key] }),
      ...(scopeDownStatement === undefined ? {} : { scopeDownStatement }),
    },
  };
}

function method(name: string): Statement {
  return match({ method: {} }, 'EXACTLY', name);
}

function path(positionalConstraint: 'ENDS_WITH', text: string): Statement {
  return match({ uriPath: {} }, positionalConstraint, text);
}

function match(
  fieldToMatch: CfnWebACL.FieldToMatchProperty,
  positionalConstraint: string,
  searchString: string,
): Statement {
  return { byteMatchStatement: { fieldToMatch, positionalConstraint, searchString, textTransformations: plain } };
}
