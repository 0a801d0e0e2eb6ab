import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ApplicationAutoScalingClient,
  DescribeScalingActivitiesCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { gated, inShort } from './gated.ts';

test('a batch of messages needs what one message needs, on the queue of its URL', async (t) => {
  const { to, guard } = await gated(t);
  const client = new SQSClient(to('SQS'));
  t.after(() => client.destroy());
  const QueueUrl = 'http://127.0.0.1:1/000000000000/accepted';
  // The service of this test answers without the checksums that the client looks for.
  await client
    .send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: '0', MessageBody: 'one' }] }))
    .catch(() => undefined);
  await client.send(new GetQueueAttributesCommand({ QueueUrl }));
  assert.deepEqual(inShort(guard.asked), ['sqs:SendMessage accepted', 'sqs:GetQueueAttributes accepted']);
});

test('each event needs a permission on its bus, with what it tells', async (t) => {
  const { to, guard } = await gated(t);
  const client = new EventBridgeClient(to('EVENTBRIDGE'));
  t.after(() => client.destroy());
  const entry = { EventBusName: 'bus', Source: 'groundswell', DetailType: 'poll.opened', Detail: '{}' };
  await client.send(new PutEventsCommand({ Entries: [entry, { ...entry, DetailType: 'poll.closed' }] }));
  assert.deepEqual(inShort(guard.asked), ['events:PutEvents event-bus/bus', 'events:PutEvents event-bus/bus']);
  assert.deepEqual(guard.asked[1]?.context, { 'events:source': 'groundswell', 'events:detail-type': 'poll.closed' });
});

test('whoever makes a schedule must be allowed to pass on the role that it names', async (t) => {
  const { to, guard } = await gated(t);
  const client = new SchedulerClient(to('SCHEDULER'));
  t.after(() => client.destroy());
  const RoleArn = 'arn:aws:iam::000000000000:role/schedules';
  const schedule = {
    Name: 'poll-1',
    GroupName: 'audiences',
    ScheduleExpression: 'at(2027-01-15T12:00:00)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: 'arn:aws:lambda:eu-central-1:000000000000:function:prepare', RoleArn },
  } as const;
  await client.send(new CreateScheduleCommand(schedule));
  await client.send(new UpdateScheduleCommand(schedule));
  await client.send(new DeleteScheduleCommand({ Name: 'poll-1', GroupName: 'audiences' }));
  assert.deepEqual(inShort(guard.asked), [
    'scheduler:CreateSchedule schedule/audiences/poll-1',
    'iam:PassRole role/schedules',
    'scheduler:UpdateSchedule schedule/audiences/poll-1',
    'iam:PassRole role/schedules',
    'scheduler:DeleteSchedule schedule/audiences/poll-1',
  ]);
  assert.deepEqual(guard.asked[1]?.context, { 'iam:PassedToService': 'scheduler.amazonaws.com' });
});

test('a secret is asked about by its whole ARN, whatever it was named by', async (t) => {
  const { to, guard } = await gated(t);
  const client = new SecretsManagerClient(to('SECRETS_MANAGER'));
  t.after(() => client.destroy());
  const arn = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:tokens';
  for (const SecretId of ['tokens', arn, `${arn}-laptop`]) await client.send(new GetSecretValueCommand({ SecretId }));
  const whole = 'secretsmanager:GetSecretValue secret:tokens-laptop';
  assert.deepEqual(inShort(guard.asked), [whole, whole, whole]);
});

test('mail needs a permission on its sender’s domain, and says who sends', async (t) => {
  const { to, guard } = await gated(t);
  const client = new SESv2Client(to('SESV2'));
  t.after(() => client.destroy());
  const Simple = { Subject: { Data: 'Results' }, Body: { Text: { Data: 'Text' } } };
  const FromEmailAddress = 'no-reply@polls.example.com';
  await client.send(
    new SendEmailCommand({ FromEmailAddress, Destination: { ToAddresses: ['one@example.com'] }, Content: { Simple } }),
  );
  assert.deepEqual(inShort(guard.asked), ['ses:SendEmail identity/polls.example.com']);
  assert.deepEqual(guard.asked[0]?.context, { 'ses:FromAddress': FromEmailAddress });
});

test('whoever keeps instances warm needs to be allowed to do so itself', async (t) => {
  const { to, guard } = await gated(t);
  const client = new ApplicationAutoScalingClient(to('APPLICATION_AUTO_SCALING'));
  t.after(() => client.destroy());
  const target = {
    ServiceNamespace: 'lambda',
    ScalableDimension: 'lambda:function:ProvisionedConcurrency',
    ResourceId: 'function:vote:live',
  } as const;
  await client.send(new RegisterScalableTargetCommand({ ...target, MinCapacity: 1, MaxCapacity: 2 }));
  await client.send(new DescribeScalingActivitiesCommand(target));
  assert.deepEqual(inShort(guard.asked), [
    'application-autoscaling:RegisterScalableTarget scalable-target/laptop',
    'lambda:GetProvisionedConcurrencyConfig function:vote:live',
    'lambda:PutProvisionedConcurrencyConfig function:vote:live',
    'application-autoscaling:DescribeScalingActivities *',
  ]);
  assert.deepEqual(guard.asked[0]?.context, {
    'application-autoscaling:service-namespace': 'lambda',
    'application-autoscaling:scalable-dimension': 'lambda:function:ProvisionedConcurrency',
  });
});
