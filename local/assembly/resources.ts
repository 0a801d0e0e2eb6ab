import { z } from 'zod';
import { originKeyHashType } from '../../contracts/edge.ts';
import { ExplainedError } from '../explained-error.ts';
import type { Assembly, AssemblyStack } from './assembly.ts';
import type { Resolver } from './resolver.ts';

/** A resource of a template with the properties that the laptop reads. */
export interface Resource<T> {
  readonly stack: AssemblyStack;
  readonly logicalId: string;
  readonly properties: T;
}

const authModes = z.array(z.object({ AuthType: z.string() }));

/** The resource types that the laptop runs, and the properties that it reads of each. */
export const resourceSchemas = {
  'AWS::DynamoDB::GlobalTable': z.object({
    TableName: z.string(),
    KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
    AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
    StreamSpecification: z
      .object({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) })
      .optional(),
    TimeToLiveSpecification: z.object({ AttributeName: z.string().optional(), Enabled: z.boolean() }).optional(),
    Replicas: z.array(z.object({ Region: z.string() })),
  }),
  'AWS::SQS::Queue': z.object({
    QueueName: z.string().optional(),
    VisibilityTimeout: z.number().default(30),
    MessageRetentionPeriod: z.number().default(345_600),
    DelaySeconds: z.number().default(0),
    RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
  }),
  'AWS::SecretsManager::Secret': z.object({
    Name: z.string().optional(),
    ReplicaRegions: z.array(z.object({ Region: z.string() })).default([]),
    GenerateSecretString: z.object({ PasswordLength: z.number().default(32) }).optional(),
  }),
  'Custom::AWS': z.object({ Create: z.string() }),
  [originKeyHashType]: z.object({}),
  'AWS::Lambda::Function': z.object({
    FunctionName: z.string().optional(),
    Handler: z.string(),
    Timeout: z.number().default(3),
    MemorySize: z.number().default(128),
    Layers: z.array(z.string()).default([]),
    Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional(),
    Code: z.object({ S3Key: z.string() }),
  }),
  'AWS::Lambda::LayerVersion': z.object({}),
  'AWS::Lambda::Version': z.object({ FunctionName: z.string() }),
  'AWS::Lambda::Alias': z.object({ FunctionName: z.string(), Name: z.string() }),
  'AWS::Scheduler::ScheduleGroup': z.object({ Name: z.string() }),
  'AWS::S3::Bucket': z.object({
    BucketName: z.string().optional(),
    NotificationConfiguration: z
      .object({ QueueConfigurations: z.array(z.object({ Event: z.string(), Queue: z.string() })).default([]) })
      .optional(),
    CorsConfiguration: z
      .object({
        CorsRules: z.array(
          z.object({
            AllowedOrigins: z.array(z.string()),
            AllowedMethods: z.array(z.string()),
            AllowedHeaders: z.array(z.string()).default([]),
            ExposedHeaders: z.array(z.string()).default([]),
            MaxAge: z.number().default(0),
          }),
        ),
      })
      .optional(),
  }),
  'AWS::Events::EventBus': z.object({ Name: z.string() }),
  'AWS::Events::Rule': z.object({
    EventBusName: z.string(),
    EventPattern: z.record(z.string(), z.unknown()),
    State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
    Targets: z.array(z.object({ Arn: z.string() })),
  }),
  'AWS::Lambda::EventSourceMapping': z.object({
    EventSourceArn: z.string(),
    FunctionName: z.string(),
    BatchSize: z.number().optional(),
    MaximumBatchingWindowInSeconds: z.number().default(0),
    FunctionResponseTypes: z.array(z.string()).default([]),
    ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
    TumblingWindowInSeconds: z.number().default(0),
    FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }).optional(),
    BisectBatchOnFunctionError: z.boolean().default(false),
    MaximumRetryAttempts: z.number().default(-1),
    StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).default('TRIM_HORIZON'),
    DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }).optional() }).optional(),
  }),
  'AWS::Logs::LogGroup': z.object({}),
  'AWS::ApiGatewayV2::Api': z.object({
    Name: z.string(),
    CorsConfiguration: z
      .object({
        AllowOrigins: z.array(z.string()).default([]),
        AllowMethods: z.array(z.string()).default([]),
        AllowHeaders: z.array(z.string()).default([]),
        ExposeHeaders: z.array(z.string()).default([]),
        MaxAge: z.number().default(0),
      })
      .optional(),
  }),
  'AWS::ApiGatewayV2::Route': z.object({
    ApiId: z.string(),
    RouteKey: z.string(),
    AuthorizationType: z.string().default('NONE'),
    AuthorizerId: z.string().optional(),
    Target: z.string(),
  }),
  'AWS::ApiGatewayV2::Integration': z.object({ IntegrationUri: z.string() }),
  'AWS::ApiGatewayV2::Authorizer': z.object({
    AuthorizerUri: z.string(),
    AuthorizerResultTtlInSeconds: z.number().default(0),
    IdentitySource: z.array(z.string()),
  }),
  'AWS::ApiGatewayV2::Stage': z.object({
    ApiId: z.string(),
    AccessLogSettings: z.object({ Format: z.string() }).optional(),
    DefaultRouteSettings: z.object({ ThrottlingBurstLimit: z.number(), ThrottlingRateLimit: z.number() }).optional(),
    RouteSettings: z
      .record(z.string(), z.object({ ThrottlingBurstLimit: z.number(), ThrottlingRateLimit: z.number() }))
      .default({}),
  }),
  'AWS::AppSync::Api': z.object({
    EventConfig: z.object({
      AuthProviders: z.array(
        z.object({
          AuthType: z.string(),
          LambdaAuthorizerConfig: z.object({ AuthorizerUri: z.string() }).optional(),
        }),
      ),
      ConnectionAuthModes: authModes,
      DefaultPublishAuthModes: authModes,
      DefaultSubscribeAuthModes: authModes,
    }),
  }),
  'AWS::AppSync::ChannelNamespace': z.object({
    Name: z.string(),
    PublishAuthModes: authModes.optional(),
    SubscribeAuthModes: authModes.optional(),
  }),
} as const;

export type ResourceType = keyof typeof resourceSchemas;
export type PropertiesOf<T extends ResourceType> = z.output<(typeof resourceSchemas)[T]>;

/**
 * All resources of a type, or those `wanted` by their raw properties, with their properties resolved.
 * @throws ExplainedError that names stack and resource where a property can't be resolved or has a wrong form
 */
export function resourcesOf<T extends ResourceType>(
  assembly: Assembly,
  resolver: Resolver,
  type: T,
  wanted: (properties: Readonly<Record<string, unknown>>) => boolean = () => true,
): Resource<PropertiesOf<T>>[] {
  return assembly.stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources)
      .filter(([, resource]) => resource.Type === type && wanted(resource.Properties))
      .map(([logicalId, resource]) => {
        const read = Object.keys(resourceSchemas[type].shape);
        const raw = Object.fromEntries(Object.entries(resource.Properties).filter(([key]) => read.includes(key)));
        const checked = resourceSchemas[type].safeParse(resolver.resolve(stack, raw));
        if (checked.success) return { stack, logicalId, properties: checked.data as PropertiesOf<T> };
        throw new ExplainedError(`Stack ${stack.name}, ${logicalId}: ${z.prettifyError(checked.error)}`);
      }),
  );
}
