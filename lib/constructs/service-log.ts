import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StageConfiguration } from '../configuration/stage.ts';
import { LogArchive } from './log-archive.ts';

/**
 * A log group that ends: its events go after the stage's retention, and it goes with its stack unless the stage is
 * retained. In a stack that a `LogArchive` serves, what is written is archived as it comes.
 */
export class ServiceLog extends Construct {
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, configuration: StageConfiguration) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Group', {
      retention: configuration.logRetentionDays,
      removalPolicy: configuration.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    LogArchive.of(this)?.take(this, this.logGroup);
  }
}
