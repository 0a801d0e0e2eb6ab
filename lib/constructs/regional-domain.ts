import { Duration } from 'aws-cdk-lib';
import {
  ApiMapping,
  DomainName,
  EndpointType,
  type HttpApi,
  type IStage,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import {
  ARecord,
  Failover,
  HealthCheck,
  HealthCheckType,
  HostedZone,
  type IAliasRecordTarget,
  RecordTarget,
} from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { apiName, healthPath, regionalApiName } from '../../contracts/edge.ts';
import type { StageConfiguration } from '../configuration/stage.ts';

export interface RegionalDomainProps {
  readonly domain: NonNullable<StageConfiguration['domain']>;
  readonly configuration: StageConfiguration;
  readonly region: string;
  readonly api: HttpApi;
  /** The one that answers under the names. */
  readonly apiStage: IStage;
}

/** How often each of Route 53's checkers asks, and how many failures in a row are one: see ADR 15. */
const healthInterval = Duration.seconds(10);
const failureThreshold = 2;

/**
 * The names of a region's API: one that all regions share, under which Route 53 leads to the nearest region or to the
 * first one, whatever the stage says, as long as it is healthy; and one of its own, at which its health is asked for.
 */
export class RegionalDomain extends Construct {
  readonly healthCheck: HealthCheck;

  constructor(scope: Construct, id: string, props: RegionalDomainProps) {
    super(scope, id);
    const { domain, configuration, region } = props;
    const { hostedZoneId, zoneName } = domain;
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId, zoneName });
    const shared = apiName(domain.name);
    const own = regionalApiName(domain.name, region);
    const certificate = new Certificate(this, 'Certificate', {
      domainName: shared,
      subjectAlternativeNames: [own],
      validation: CertificateValidation.fromDns(zone),
    });

    new ARecord(this, 'OwnRecord', {
      zone,
      recordName: `${own}.`,
      target: RecordTarget.fromAlias(aliasOf(this.#addName('Own', own, certificate, props))),
    });
    this.healthCheck = new HealthCheck(this, 'Health', {
      type: HealthCheckType.HTTPS,
      fqdn: own,
      port: 443,
      resourcePath: healthPath,
      enableSNI: true,
      requestInterval: healthInterval,
      failureThreshold,
    });
    new ARecord(this, 'SharedRecord', {
      zone,
      recordName: `${shared}.`,
      target: RecordTarget.fromAlias(aliasOf(this.#addName('Shared', shared, certificate, props))),
      setIdentifier: region,
      healthCheck: this.healthCheck,
      ...routingOf(configuration, region),
    });
  }

  #addName(id: string, domainName: string, certificate: Certificate, props: RegionalDomainProps): DomainName {
    const name = new DomainName(this, id, {
      domainName,
      certificate,
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new ApiMapping(this, `${id}Mapping`, { api: props.api, domainName: name, stage: props.apiStage });
    return name;
  }
}

function routingOf({ routing, regions }: StageConfiguration, region: string) {
  if (routing === 'active-active') return { region };
  return { failover: region === regions[0] ? Failover.PRIMARY : Failover.SECONDARY };
}

/** The CDK's own target leaves `EvaluateTargetHealth` unset, and refuses failover records for that. */
function aliasOf(name: DomainName): IAliasRecordTarget {
  return {
    bind: () => ({
      dnsName: name.regionalDomainName,
      hostedZoneId: name.regionalHostedZoneId,
      evaluateTargetHealth: true,
    }),
  };
}
