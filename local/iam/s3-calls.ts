import { type AwsCall, awsCall } from './aws-call.ts';

/** A request to S3 with the bucket in its path. */
export interface S3Request {
  readonly method: string;
  /** `/bucket/key`, and the query. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Of a request that deletes many objects: which. */
  readonly body?: string;
  /** Of a form that a browser posts: the object's key. */
  readonly formKey?: string | undefined;
}

/**
 * The permissions that a request to S3 needs, however it is signed
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html): parts of an upload are
 * written, what is copied is read, and whoever looks at an object's head reads it.
 */
export function s3Calls(request: S3Request): AwsCall[] {
  const [, bucket = '', ...rest] = request.url.pathname.split('/');
  const key = decodeURIComponent(rest.join('/'));
  const bucketArn = `arn:aws:s3:::${bucket}`;
  if (key === '') return bucketCalls(request, bucketArn);
  const own = awsCall(`s3:${objectAction(request)}`, `${bucketArn}/${key}`);
  const source = request.headers['x-amz-copy-source'];
  return request.method !== 'PUT' || source === undefined ? [own] : [own, copied(String(source))];
}

function objectAction({ method, url: { searchParams: query } }: S3Request): string {
  const version = query.has('versionId') ? 'Version' : '';
  const subresource = ['tagging', 'acl', 'retention', 'legal-hold', 'attributes', 'restore'].find((one) =>
    query.has(one),
  );
  // Nothing of ours asks for these: whoever begins to learns by a denial that they are missing here.
  if (subresource !== undefined) return `${method} ${subresource}`;
  switch (method) {
    case 'GET':
      return query.has('uploadId') ? 'ListMultipartUploadParts' : `GetObject${version}`;
    case 'HEAD':
      return `GetObject${version}`;
    case 'DELETE':
      return query.has('uploadId') ? 'AbortMultipartUpload' : `DeleteObject${version}`;
    default:
      return 'PutObject';
  }
}

function bucketCalls({ method, url: { searchParams: query }, body = '', formKey }: S3Request, arn: string): AwsCall[] {
  if (method === 'POST' && query.has('delete')) {
    return [...body.matchAll(/<Object>(.*?)<\/Object>/gs)].map(([, object = '']) => {
      const [, key = ''] = /<Key>(.*?)<\/Key>/s.exec(object) ?? [];
      return awsCall(`s3:DeleteObject${object.includes('<VersionId>') ? 'Version' : ''}`, `${arn}/${unescaped(key)}`);
    });
  }
  if (method === 'POST') return [awsCall('s3:PutObject', `${arn}/${formKey ?? ''}`)];
  if (query.has('uploads')) return [awsCall('s3:ListBucketMultipartUploads', arn)];
  if (query.has('versions')) return [awsCall('s3:ListBucketVersions', arn)];
  if (method === 'GET' || method === 'HEAD') return [listing(arn, query.get('prefix'))];
  return [awsCall(`s3:${method} bucket`, arn)];
}

/** What lists a bucket; without it S3 answers 403 for an object that isn't there, and 404 with it. */
export function listing(bucketArn: string, prefix: string | null = null): AwsCall {
  return awsCall('s3:ListBucket', bucketArn, prefix === null ? {} : { 's3:prefix': prefix });
}

/** The source of a copy: `bucket/key`, with or without a slash before it and a version behind. */
function copied(source: string): AwsCall {
  const [path = '', version] = source.split('?versionId=');
  const arn = `arn:aws:s3:::${decodeURIComponent(path).replace(/^\//, '')}`;
  return awsCall(`s3:GetObject${version === undefined ? '' : 'Version'}`, arn);
}

function unescaped(xml: string): string {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return xml.replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? '');
}
