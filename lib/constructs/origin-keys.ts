import { CustomResource, Duration, SecretValue, Tags, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { originKeyHashType, originKeySecretName } from '../../contracts/edge.ts';
import { edgeRegionOf, keptOriginKeys } from '../configuration/edge.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { OriginKeyHashes } from './origin-key-hashes.ts';
import { ServiceFunction } from './service-function.ts';

/** The keys by which the API knows CloudFront, in every region and where the Edge stack stands. */
export class OriginKeys extends Construct {
  constructor(scope: Construct, id: string, configuration: StageConfiguration) {
    super(scope, id);
    const { stage, regions } = configuration;
    const replicas = new Set([...regions, edgeRegionOf(configuration)]);
    replicas.delete(regions[0]);
    const hashes = new OriginKeyHashes(scope);
    const hasher = new ServiceFunction(this, { function: 'hashOriginKey', environment: {}, configuration });
    Tags.of(hasher).add('service', 'edge');
    for (const generation of keptOriginKeys(configuration)) {
      const secret = new Secret(this, `Key${generation}`, {
        secretName: originKeySecretName(stage, generation),
        description: 'Shows the API that a request came through CloudFront',
        replicaRegions: [...replicas].map((region) => ({ region })),
        generateSecretString: { passwordLength: 48, excludePunctuation: true },
      });
      Validations.of(secret).acknowledge({
        id: 'AwsSolutions-SMG4',
        reason: 'Raising originKey in the configuration rotates it, as both sides must be deployed with the new key.',
      });
      hasher.allow(['secretsmanager:GetSecretValue'], secret.secretArn);
      const hash = new CustomResource(this, `Hash${generation}`, {
        resourceType: originKeyHashType,
        serviceToken: hasher.function.functionArn,
        properties: { SecretArn: secret.secretArn },
        serviceTimeout: Duration.minutes(2),
      });
      // Its right to read comes with the role's policy.
      hash.node.addDependency(hasher);
      hashes.add(generation, hash.getAttString('Hash'));
    }
  }
}

/** What CloudFormation replaces by a generation of the key, when the distribution is deployed: see ADR 14. */
export function originKeyValue(stage: string, generation: number): string {
  return SecretValue.secretsManager(originKeySecretName(stage, generation)).unsafeUnwrap();
}
