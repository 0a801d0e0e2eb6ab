import { CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { AaaaRecord, ARecord, HostedZone, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnProtection } from 'aws-cdk-lib/aws-shield';
import type { Construct } from 'constructs';
import { apiName } from '../../contracts/edge.ts';
import { cloudOnly, mediaBucketName, outputs } from '../../contracts/names.ts';
import { seesEdgeMetrics } from '../configuration/edge.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { EdgeAlarms } from '../constructs/edge-alarms.ts';
import { EdgeDistribution } from '../constructs/edge-distribution.ts';
import { PageUpload } from '../constructs/page-upload.ts';
import { SignInAddress } from '../constructs/sign-in-address.ts';
import { WebAcl } from '../constructs/web-acl.ts';
import type { DataStack } from './data-stack.ts';
import type { RegionStack } from './region-stack.ts';

/** What a stage shows to the world: one address, before all regions, with the pages. */
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
    Tags.of(this).add('service', 'edge');
    this.addStackDependency(data, 'CloudFront sends a key that stands there.');
    for (const region of regions)
      this.addStackDependency(region, 'The API must take the key before CloudFront sends it.');

    const { stage, domain, waf, shieldAdvanced } = configuration;
    const zone = domain && HostedZone.fromHostedZoneAttributes(this, 'Zone', domain);
    const { distribution, pages } = new EdgeDistribution(this, 'Front', {
      configuration,
      apiHost: domain ? apiName(domain.name) : regions[0].apiHost,
      media: Bucket.fromBucketAttributes(this, 'Media', {
        bucketName: mediaBucketName(stage, this.account),
        region: data.region,
      }),
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
    if (seesEdgeMetrics(this.region)) {
      const healthChecks = new Map(
        regions.flatMap(({ region, healthCheckId }) => (healthCheckId === undefined ? [] : [[region, healthCheckId]])),
      );
      new EdgeAlarms(this, 'Edge', { distribution, healthChecks });
      new AlarmTopic(this, 'Alarms', configuration);
    }
    const url = `https://${domain?.name ?? distribution.distributionDomainName}`;
    const { signIn } = data;
    new PageUpload(this, 'Upload', {
      configuration,
      bucket: pages,
      settings: { signIn: { url: signIn.url, clientId: signIn.environment.SIGN_IN_CLIENT_ID } },
    });
    if (!domain) new SignInAddress(this, 'SignInAddress', { signIn, url });
    new CfnOutput(this, outputs.url, { value: url });
  }

  #addRecords(name: string, zone: IHostedZone, distribution: Distribution): void {
    const target = RecordTarget.fromAlias(new CloudFrontTarget(distribution));
    new ARecord(this, 'Ipv4', { zone, recordName: `${name}.`, target });
    new AaaaRecord(this, 'Ipv6', { zone, recordName: `${name}.`, target });
  }
}
