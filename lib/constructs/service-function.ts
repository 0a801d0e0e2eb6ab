import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  type IFunction,
  type ILayerVersion,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { originKeysVariable } from '../../contracts/edge.ts';
import { type Environment, type FunctionName, functions } from '../../contracts/functions.ts';
import { routes } from '../../contracts/routes.ts';
import { tracingVariables } from '../../contracts/tracing.ts';
import { bundleOf } from '../bundles.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { addFaultExtension } from './fault-extension.ts';
import { OriginKeyHashes } from './origin-key-hashes.ts';
import { ServiceLog } from './service-log.ts';
import { untried } from './untried.ts';

export interface ServiceFunctionProps<F extends FunctionName> {
  readonly function: F;
  /** Exactly the variables of the function's contract; one too few fails the type check. */
  readonly environment: Environment<F>;
  readonly configuration: StageConfiguration;
  /** @default 10 seconds */
  readonly timeout?: Duration;
  /** In MB; CPU grows with it. @default 512 */
  readonly memorySize?: number;
  /** For Node.js itself. @default source maps only */
  readonly nodeOptions?: readonly string[];
  /** Packages that can't be bundled. @default none */
  readonly layers?: readonly ILayerVersion[];
}

/** The newest Node runtime that Lambda offers; the same major version runs on the laptop and in the tests. */
export const nodeRuntime = Runtime.NODEJS_24_X;
const answersRoute = (name: FunctionName) => routes.some((route) => route.function === name);

/**
 * A Lambda function of a service: arm64, traced, with a log group that ends, and a role of its own that may do
 * nothing but write to that log group and send traces until it is granted more.
 */
export class ServiceFunction<F extends FunctionName = FunctionName> extends Construct {
  readonly function: LambdaFunction;
  readonly timeout: Duration;
  readonly #role: Role;
  readonly #allowed = new Set<string>();

  constructor(scope: Construct, props: ServiceFunctionProps<F>) {
    super(scope, props.function);
    const { configuration } = props;
    this.timeout = props.timeout ?? Duration.seconds(10);
    const { logGroup } = new ServiceLog(this, 'Logs', configuration);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.#role = role;
    untried(role, {
      actions: [
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
        'xray:PutSpans',
      ],
      reason: 'Logs and traces of a laptop go to files and to a receiver of its own, not to AWS.',
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    // Spans go to X-Ray's endpoint for OTLP; Lambda's own segments are allowed by `tracing` below.
    role.addToPolicy(new PolicyStatement({ actions: ['xray:PutSpans'], resources: ['*'] }));
    this.function = new LambdaFunction(this, 'Function', {
      runtime: nodeRuntime,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundleOf(props.function)),
      handler: 'index.handler',
      memorySize: props.memorySize ?? 512,
      timeout: this.timeout,
      ...(props.layers === undefined ? {} : { layers: [...props.layers] }),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Lambda's own lines of calls that go well would be most of what a vote logs: metrics and traces tell the same.
      systemLogLevelV2: SystemLogLevel.WARN,
      tracing: Tracing.ACTIVE,
      environment: {
        ...props.environment,
        // By these it refuses what didn't come through CloudFront.
        ...(answersRoute(props.function) ? { [originKeysVariable]: OriginKeyHashes.taken(this, configuration) } : {}),
        NODE_OPTIONS: ['--enable-source-maps', ...(props.nodeOptions ?? [])].join(' '),
        POWERTOOLS_SERVICE_NAME: functions[props.function].service,
        POWERTOOLS_LOG_LEVEL: 'INFO',
        [tracingVariables.service]: props.function,
        [tracingVariables.endpoint]: `https://xray.${Stack.of(this).region}.amazonaws.com`,
        [tracingVariables.timeout]: '1000',
        [tracingVariables.ratio]: String(configuration.traceRatio),
      },
    });
    if (configuration.gameDays) addFaultExtension(this, props.function, this.function, configuration.stage);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray has no resources to name: xray:PutTraceSegments and xray:PutSpans take * only.',
    });
    Validations.of(this).acknowledge({
      id: 'Serverless::Serverless-LambdaDLQ',
      reason:
        'API Gateway waits for the answer, and queues and streams keep what failed; who calls it without waiting gives it a destination for failures, or an alarm that it was not called.',
    });
  }

  /** What is called: the function, or an alias of it. */
  get invoked(): IFunction {
    return this.function;
  }

  /** Allows actions on the resources that are named, and nothing more. */
  allow(actions: readonly string[], ...resources: readonly string[]): void {
    this.function.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    for (const action of actions) for (const resource of resources) this.#allowed.add(`${action} ${resource}`);
  }

  /** Whether `allow` has allowed an action on a resource, whatever the item. */
  allows(action: string, resource: string): boolean {
    return this.#allowed.has(`${action} ${resource}`);
  }

  /** Allows actions that no run on a laptop tries, and says why: a sentence. */
  allowUntried(reason: string, actions: readonly string[], ...resources: readonly string[]): void {
    this.allow(actions, ...resources);
    untried(this.#role, { actions, reason, resources });
  }

  /** Says why no run on a laptop tries what was allowed by other means. @param resources default: all of the actions' */
  untried(reason: string, actions: readonly string[], ...resources: readonly string[]): void {
    untried(this.#role, { actions, reason, ...(resources.length > 0 ? { resources } : {}) });
  }
}
