import { join } from 'node:path';
import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { assetsPath, type PageSettings, settingsPath } from '../../contracts/pages.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { pagesFolder } from '../pages.ts';
import { acknowledgeCustomResources } from './acknowledge-custom-resources.ts';
import { ServiceLog } from './service-log.ts';

export interface PageUploadProps {
  readonly configuration: StageConfiguration;
  readonly bucket: IBucket;
  readonly settings: PageSettings;
}

/** For files whose names change with what they hold. */
const forAYear = 'public, max-age=31536000, immutable';
/** For files that a deployment replaces: a page is never older than two minutes, and nothing has to be invalidated. */
const forAMinute = 'public, max-age=60, stale-while-revalidate=60';

/**
 * Uploads the pages when the stack is deployed: first what they load, then they themselves. Nothing is removed, as a page
 * that stands open loads the assets that it was made with.
 */
export class PageUpload extends Construct {
  constructor(scope: Construct, id: string, { configuration, bucket, settings }: PageUploadProps) {
    super(scope, id);
    const { logGroup } = new ServiceLog(this, 'Logs', configuration);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const allow = (actions: string[], resource: string) =>
      role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
    allow(['s3:ListBucket'], bucket.bucketArn);
    allow(['s3:PutObject'], bucket.arnForObjects('*'));
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(bucket.node.defaultChild as never)}.Arn>/*]`,
      reason: 'The bucket holds the pages and nothing else.',
    });
    // The CDK would grant far more.
    const fixedRole = role.withoutPolicyUpdates();
    /** The source with leave to read its one archive, and not all that was ever deployed in the account. */
    const readable = (source: ISource): ISource => ({
      bind: (inner, context) => {
        const bound = source.bind(inner, context);
        allow(['s3:GetObject'], bound.bucket.arnForObjects(bound.zipObjectKey));
        return bound;
      },
    });
    const upload = (name: string, sources: ISource[], cacheControl: string, prefix?: string) => {
      const made = new BucketDeployment(this, name, {
        sources: sources.map(readable),
        destinationBucket: bucket,
        ...(prefix === undefined ? {} : { destinationKeyPrefix: prefix }),
        cacheControl: [CacheControl.fromString(cacheControl)],
        prune: false,
        role: fixedRole,
        logGroup,
        outputObjectKeys: false,
      });
      made.node.addDependency(role);
      return made;
    };
    const folder = assetsPath.replaceAll('/', '');
    const assets = upload('Assets', [Source.asset(join(pagesFolder, folder))], forAYear, folder);
    const pages = upload(
      'Pages',
      [Source.asset(pagesFolder, { exclude: [folder] }), Source.jsonData(settingsPath.slice(1), settings)],
      forAMinute,
    );
    pages.node.addDependency(assets);
    acknowledgeCustomResources(Stack.of(this));
  }
}
