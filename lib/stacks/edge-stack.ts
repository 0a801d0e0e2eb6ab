import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { AaaaRecord, ARecord, HostedZone, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { CfnProtection } from 'aws-cdk-lib/aws-shield';
import type { Construct } from 'constructs';
import { apiName } from '../../contracts/edge.ts';
import { cloudOnly } from '../../contracts/names.ts';
import { seesEdgeMetrics } from '../configuration/edge.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { EdgeDistribution } from '../constructs/edge-distribution.ts';
import { WebAcl } from '../constructs/web-acl.ts';
import type { DataStack } from './data-stack.ts';
import type { RegionStack } from './region-stack.ts';

/** What a stage shows to the world: one address, before all regions. */
export class EdgeStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    configuration: StageConfiguration,
    { data, regions }: { data: DataStack; regions: readonly [RegionStack, ...RegionStack[]] },
    props: StackProps,
  ) {
    super(scope, id, props);
    this.templateOptions.metadata = { [cloudOnly]: true };
    this.addStackDependency(data, 'CloudFront sends a key that stands there.');
    for (const region of regions)
      this.addStackDependency(region, 'The API must take the key before CloudFront sends it.');

    const { stage, domain, waf, shieldAdvanced } = configuration;
    const zone = domain && HostedZone.fromHostedZoneAttributes(this, 'Zone', domain);
    const { distribution } = new EdgeDistribution(this, 'Front', {
      configuration,
      apiHost: domain ? apiName(domain.name) : regions[0].apiHost,
      certificate:
        domain && zone
          ? new Certificate(this, 'Certificate', {
              domainName: domain.name,
              validation: CertificateValidation.fromDns(zone),
            })
          : undefined,
      webAclArn: waf ? new WebAcl(this, 'WebAcl', configuration).arn : undefined,
    });
    if (domain && zone) this.#addRecords(domain.name, zone, distribution);
    if (shieldAdvanced) {
      new CfnProtection(this, 'Shield', { name: `groundswell-${stage}`, resourceArn: distribution.distributionArn });
    }
    if (seesEdgeMetrics(this.region)) this.#addAlarms(distribution, regions);
    new CfnOutput(this, 'Url', { value: `https://${domain?.name ?? distribution.distributionDomainName}` });
  }

  #addRecords(name: string, zone: IHostedZone, distribution: Distribution): void {
    const target = RecordTarget.fromAlias(new CloudFrontTarget(distribution));
    new ARecord(this, 'Ipv4', { zone, recordName: `${name}.`, target });
    new AaaaRecord(this, 'Ipv6', { zone, recordName: `${name}.`, target });
  }

  #addAlarms(distribution: Distribution, regions: readonly RegionStack[]): void {
    new Alarm(this, 'Errors', {
      alarmDescription: 'Five in a hundred requests to CloudFront end in a 5xx.',
      metric: new Metric({
        namespace: 'AWS/CloudFront',
        metricName: '5xxErrorRate',
        dimensionsMap: { DistributionId: distribution.distributionId, Region: 'Global' },
        period: Duration.minutes(1),
        statistic: 'avg',
      }),
      threshold: 5,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    for (const { region, healthCheckId } of regions) {
      if (healthCheckId === undefined) continue;
      new Alarm(this, `Unhealthy ${region}`, {
        alarmDescription: `Route 53 has taken ${region} out of service.`,
        metric: new Metric({
          namespace: 'AWS/Route53',
          metricName: 'HealthCheckStatus',
          dimensionsMap: { HealthCheckId: healthCheckId },
          period: Duration.minutes(1),
          statistic: 'min',
        }),
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.BREACHING,
      });
    }
  }
}
