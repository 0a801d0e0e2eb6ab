import { type AwsCall, arnIn, awsCall, type Place } from './aws-call.ts';
import { dynamoDbCalls } from './dynamodb-calls.ts';
import { secretArn } from './secret-arn.ts';

/** The permissions that a request needs of a service that speaks JSON, named as the proxy does. */
export function jsonCalls(service: string, operation: string, request: object, place: Place): AwsCall[] {
  switch (service) {
    case 'dynamodb':
      return dynamoDbCalls(operation, request, place);
    case 'sqs':
      return sqsCalls(operation, request, place);
    case 'eventbridge':
      return eventCalls(operation, request, place);
    case 'secrets_manager': {
      const { SecretId = '' } = request as { SecretId?: string };
      return [awsCall(`secretsmanager:${operation}`, secretArn(SecretId, place))];
    }
    case 'application_auto_scaling':
      return scalingCalls(operation, request, place);
    default:
      return [awsCall(`${service}:${operation}`, '*')];
  }
}

/** A batch needs the permission of its single calls. */
function sqsCalls(operation: string, request: object, place: Place): AwsCall[] {
  const { QueueUrl } = request as { QueueUrl?: string };
  const resource = QueueUrl === undefined ? '*' : place.queueArn(QueueUrl);
  return [awsCall(`sqs:${operation.replace(/Batch$/, '')}`, resource)];
}

function eventCalls(operation: string, request: object, place: Place): AwsCall[] {
  const { Entries = [] } = request as {
    Entries?: readonly { EventBusName?: string; Source?: string; DetailType?: string }[];
  };
  return Entries.map(({ EventBusName = 'default', Source, DetailType }) =>
    awsCall(
      `events:${operation}`,
      EventBusName.startsWith('arn:') ? EventBusName : arnIn(place, 'events', `event-bus/${EventBusName}`),
      {
        ...(Source === undefined ? {} : { 'events:source': Source }),
        ...(DetailType === undefined ? {} : { 'events:detail-type': DetailType }),
      },
    ),
  );
}

/** AWS makes up the last part of a target's name, and asks whether the caller may do what it is told to do. */
function scalingCalls(operation: string, request: object, place: Place): AwsCall[] {
  const { ResourceId = '', ServiceNamespace, ScalableDimension } = request as Readonly<Record<string, string>>;
  const action = `application-autoscaling:${operation}`;
  if (operation !== 'RegisterScalableTarget') return [awsCall(action, '*')];
  const context = {
    ...(ServiceNamespace === undefined ? {} : { 'application-autoscaling:service-namespace': ServiceNamespace }),
    ...(ScalableDimension === undefined ? {} : { 'application-autoscaling:scalable-dimension': ScalableDimension }),
  };
  const own = awsCall(action, arnIn(place, 'application-autoscaling', 'scalable-target/laptop'), context);
  const [, name, alias] = ResourceId.split(':');
  const warmed = arnIn(place, 'lambda', `function:${name}:${alias}`);
  const asked = ['lambda:GetProvisionedConcurrencyConfig', 'lambda:PutProvisionedConcurrencyConfig'];
  return [own, ...asked.map((each) => awsCall(each, warmed))];
}
