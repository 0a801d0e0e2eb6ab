import { SecretValue, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { originKeySecretName } from '../../contracts/edge.ts';
import { edgeRegionOf, keptOriginKeys, validOriginKeys } from '../configuration/edge.ts';
import type { StageConfiguration } from '../configuration/stage.ts';

/** The keys by which the API knows CloudFront, in every region and where the Edge stack stands. */
export class OriginKeys extends Construct {
  constructor(scope: Construct, id: string, configuration: StageConfiguration) {
    super(scope, id);
    const { stage, regions } = configuration;
    const replicas = new Set([...regions, edgeRegionOf(configuration)]);
    replicas.delete(regions[0]);
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
    }
  }
}

/**
 * What CloudFormation replaces by a generation of the key, when the stack is deployed. It ends up readable in the
 * settings of the distribution and of the functions: see ADR 14.
 */
export function originKeyValue(stage: string, generation: number): string {
  return SecretValue.secretsManager(originKeySecretName(stage, generation)).unsafeUnwrap();
}

/** The keys that a function of a route takes now, with blanks between them. */
export function takenOriginKeys(configuration: StageConfiguration): string {
  return validOriginKeys(configuration)
    .map((generation) => originKeyValue(configuration.stage, generation))
    .join(' ');
}
