import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { SignatureV4 } from '@smithy/signature-v4';
import { OtlpTraces } from '../../../stores/otlp-traces.ts';
import { Sha256 } from '../../../stores/sha256.ts';
import { startOtlpReceiver } from '../../support/otlp-receiver.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example', sessionToken: 'token' };
const region = 'eu-central-1';
const body = Buffer.from('{"resourceSpans":[]}');
before(() => {
  process.env.AWS_ACCESS_KEY_ID = credentials.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey;
  process.env.AWS_SESSION_TOKEN = credentials.sessionToken;
});

test('what goes to X-Ray is signed for it, and is what was signed', async (t) => {
  const receiver = await startOtlpReceiver(t);
  await new OtlpTraces({ endpoint: receiver.endpoint, region, timeoutMs: 1_000, signed: true }).send(body);
  const [request] = receiver.requests;
  const { authorization = '', ...headers } = request?.headers ?? {};
  assert.match(authorization, /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/xray\/aws4_request, /);
  const signed = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
  assert.ok(signed.includes('host') && signed.includes('x-amz-security-token'), String(signed));
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headers['x-amz-date'] ?? '') ?? [];
  const again = await new SignatureV4({ service: 'xray', region, credentials, sha256: Sha256 }).sign(
    {
      method: 'POST',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: request?.path ?? '',
      headers: Object.fromEntries(['host', 'content-type'].map((name) => [name, headers[name] ?? ''])),
      body: request?.body ?? '',
    },
    { signingDate: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) },
  );
  assert.equal(again.headers.authorization, authorization);
});

test('what goes to another receiver is not signed', async (t) => {
  const receiver = await startOtlpReceiver(t);
  await new OtlpTraces({ endpoint: `${receiver.endpoint}/`, region, timeoutMs: 1_000 }).send(body);
  assert.equal(receiver.requests[0]?.path, '/v1/traces');
  assert.equal(receiver.requests[0]?.headers.authorization, undefined);
});

test('a receiver that is down costs one request its wait, and the next only after half a minute', async (t) => {
  const receiver = await startOtlpReceiver(t);
  let time = 0;
  const traces = new OtlpTraces({ endpoint: receiver.endpoint, region, timeoutMs: 200, now: () => time });
  receiver.status = 'silent';
  await assert.rejects(traces.send(body), { name: 'TimeoutError' });
  receiver.status = 200;
  await traces.send(body);
  assert.equal(receiver.requests.length, 1);
  time = 30_000;
  await traces.send(body);
  assert.equal(receiver.requests.length, 2);
});
