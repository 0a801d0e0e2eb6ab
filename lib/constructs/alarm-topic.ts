import { Aspects, type IAspect, Stack, Validations } from 'aws-cdk-lib';
import { AlarmBase, CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct, type IConstruct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage.ts';
import { runbookPageOf } from '../runbook.ts';

/**
 * Where every alarm of the stack is told, and when it is over; each with the address of its page in the runbook. The
 * key is the stage's own, as CloudWatch may not use the one that AWS manages for topics.
 */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { alarmEmail }: Pick<StageConfiguration, 'alarmEmail'>) {
    super(scope, id);
    const key = new Key(this, 'Key', { description: 'Alarms of Groundswell', enableKeyRotation: true });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.topic = new Topic(this, 'Topic', { masterKey: key, enforceSSL: true });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (alarmEmail !== undefined) this.topic.addSubscription(new EmailSubscription(alarmEmail));
    Validations.of(this.topic).acknowledge({
      id: 'Serverless::Serverless-SNSRedrivePolicy',
      reason: 'SNS keeps no mail that a mailbox refuses; the alarm itself stays to be seen in CloudWatch.',
    });
    Aspects.of(Stack.of(this)).add(new TellEveryAlarm(this.topic));
  }
}

/** Whether an alarm only is a part of another one. */
function isPart(alarm: AlarmBase): boolean {
  const resource = alarm.node.defaultChild;
  return resource instanceof CfnAlarm && resource.actionsEnabled === false;
}

/** No alarm can be forgotten: whoever adds one to the stack need not know of the topic. */
class TellEveryAlarm implements IAspect {
  readonly #action: SnsAction;

  constructor(topic: Topic) {
    this.#action = new SnsAction(topic);
  }

  visit(node: IConstruct): void {
    if (node instanceof AlarmBase && !isPart(node)) {
      node.addAlarmAction(this.#action);
      node.addOkAction(this.#action);
    }
    if (node instanceof CfnAlarm || node instanceof CfnCompositeAlarm) {
      node.alarmDescription = `${node.alarmDescription ?? ''} Runbook: ${runbookPageOf(node).path}`.trim();
    }
  }
}
