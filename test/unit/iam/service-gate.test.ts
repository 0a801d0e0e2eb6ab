import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { localCredentials } from '../../../local/servers/local-server.ts';
import { caller, gated } from './gated.ts';

const get = new GetItemCommand({ TableName: 'votes', Key: { pk: { S: 'a' }, sk: { S: 'b' } } });

test('what is denied reaches no service, and is an error as the service would have it', async (t) => {
  const { to, served } = await gated(
    t,
    'dynamodb:GetItem',
    'sqs:GetQueueAttributes',
    'events:PutEvents',
    'secretsmanager:GetSecretValue',
    'scheduler:DeleteSchedule',
    'ses:SendEmail',
  );
  const Content = { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } } } };
  const Entries = [{ EventBusName: 'bus', Source: 's', DetailType: 't', Detail: '{}' }];
  const attempts: [() => Promise<unknown>, string, number][] = [
    [() => new DynamoDBClient(to('DYNAMODB')).send(get), 'AccessDeniedException', 400],
    [
      () => new EventBridgeClient(to('EVENTBRIDGE')).send(new PutEventsCommand({ Entries })),
      'AccessDeniedException',
      400,
    ],
    [
      () => new SecretsManagerClient(to('SECRETS_MANAGER')).send(new GetSecretValueCommand({ SecretId: 'one' })),
      'AccessDeniedException',
      400,
    ],
    [
      () => new SQSClient(to('SQS')).send(new GetQueueAttributesCommand({ QueueUrl: 'http://q/0/q' })),
      'AccessDenied',
      403,
    ],
    [
      () => new SchedulerClient(to('SCHEDULER')).send(new DeleteScheduleCommand({ Name: 'n' })),
      'AccessDeniedException',
      403,
    ],
    [
      () =>
        new SESv2Client(to('SESV2')).send(
          new SendEmailCommand({ FromEmailAddress: 'a@b.c', Destination: { ToAddresses: ['d@e.f'] }, Content }),
        ),
      'AccessDeniedException',
      403,
    ],
  ];
  for (const [attempt, name, status] of attempts) {
    await assert.rejects(attempt(), (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
      assert.deepEqual([error.name, error.$metadata?.httpStatusCode], [name, status]);
      assert.match(error.message, /User: arn:aws:sts::1:assumed-role\/VoteFunction is not authorized/);
      return true;
    });
  }
  assert.deepEqual(served, []);
});

test('a function is known by its access key, which no service gets to see', async (t) => {
  const { to, guard, served } = await gated(t);
  await new DynamoDBClient(to('DYNAMODB')).send(get);
  assert.deepEqual(guard.callers, [caller]);
  assert.match(served[0] ?? '', /Credential=local\/\d{8}\/eu-central-1\/dynamodb\/aws4_request/);
});

test('S3 hears who calls, as its own front decides', async (t) => {
  const { to, guard, served } = await gated(t, 's3:GetObject');
  const client = new S3Client({ ...to('S3'), forcePathStyle: true });
  t.after(() => client.destroy());
  await client.send(new HeadObjectCommand({ Bucket: 'files', Key: 'one' }));
  assert.match(served[0] ?? '', /Credential=function\.eu-central-1\.VoteFunction\//);
  assert.deepEqual(guard.asked, []);
});

test('the laptop’s own calls are nobody’s that IAM knows', async (t) => {
  const { to, guard, served } = await gated(t, 'dynamodb:GetItem');
  await new DynamoDBClient({ ...to('DYNAMODB'), ...localCredentials }).send(get);
  assert.deepEqual([guard.asked.length, served.length], [0, 1]);
});
