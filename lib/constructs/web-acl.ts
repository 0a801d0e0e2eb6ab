import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { headers } from '../../contracts/headers.ts';
import { problems, problemTypePrefix } from '../../contracts/problems.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { answeredByWaf, webAclRules } from './web-acl-rules.ts';

/** What of a request AWS WAF must not tell. */
const secretHeaders = [headers.apiKey, headers.voterToken, 'authorization', 'cookie'];

/** For how long a browser that has met a challenge isn't asked again, in seconds. */
const challengeMemory = 3_600;

/** AWS WAF before CloudFront, with a log of whatever it didn't just let pass. Stands in us-east-1. */
export class WebAcl extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, configuration: StageConfiguration) {
    super(scope, id);
    const visibility = (metricName: string) => ({
      metricName,
      cloudWatchMetricsEnabled: true,
      // Samples show whole requests, keys and tokens included.
      sampledRequestsEnabled: false,
    });
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibility(`groundswell-${configuration.stage}`),
      rules: webAclRules(configuration).map((rule, priority) => ({
        ...rule,
        priority,
        visibilityConfig: visibility(rule.name),
      })),
      customResponseBodies: Object.fromEntries(
        answeredByWaf.map((code) => [
          code,
          {
            contentType: 'APPLICATION_JSON',
            content: JSON.stringify({ type: problemTypePrefix + code, ...problems[code] }),
          },
        ]),
      ),
      associationConfig: { requestBody: { CLOUDFRONT: { defaultSizeInspectionLimit: 'KB_64' } } },
      // Redaction in the log leaves out the values by which a rate rule tells requests apart: keys and tokens. Hashed, one
      // that floods still differs from another. https://docs.aws.amazon.com/waf/latest/APIReference/API_DataProtection.html
      dataProtectionConfig: {
        dataProtections: [
          {
            field: { fieldType: 'SINGLE_HEADER', fieldKeys: secretHeaders },
            action: 'HASH',
            excludeRateBasedDetails: false,
            excludeRuleMatchDetails: false,
          },
        ],
      },
      challengeConfig: { immunityTimeProperty: { immunityTime: challengeMemory } },
    });
    this.arn = acl.attrArn;
    this.#addLog(acl, configuration);
  }

  #addLog(acl: CfnWebACL, { stage, logRetentionDays, retain }: StageConfiguration): void {
    // AWS WAF writes to log groups of this prefix only.
    const logGroupName = `aws-waf-logs-groundswell-${stage}`;
    const log = new LogGroup(this, 'Log', {
      logGroupName,
      retention: logRetentionDays,
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const logging = new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [Stack.of(this).formatArn({ service: 'logs', resource: `log-group:${logGroupName}` })],
      redactedFields: secretHeaders.map((name) => ({ singleHeader: { Name: name } })),
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: ['BLOCK', 'CHALLENGE', 'COUNT', 'EXCLUDED_AS_COUNT'].map((Action) => ({
              ActionCondition: { Action },
            })),
          },
        ],
      },
    });
    logging.node.addDependency(log);
  }
}
