import { CnameRecord, HostedZone } from 'aws-cdk-lib/aws-route53';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage.ts';

/**
 * The stage's domain as SES may send from it in this region: SES signs each mail by DKIM, and receivers find the keys
 * in the domain's zone. A new account may write to verified addresses only, until AWS takes it out of the sandbox.
 */
export class MailIdentity extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, domain: NonNullable<StageConfiguration['domain']>) {
    super(scope, id);
    const { name, hostedZoneId, zoneName } = domain;
    const identity = new EmailIdentity(this, 'Identity', { identity: Identity.domain(name) });
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId, zoneName });
    for (const [index, record] of identity.dkimRecords.entries()) {
      new CnameRecord(this, `Key${index}`, { zone, recordName: `${record.name}.`, domainName: record.value });
    }
    this.arn = identity.emailIdentityArn;
  }
}
