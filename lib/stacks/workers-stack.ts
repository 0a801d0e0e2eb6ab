import { Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { type ITableV2, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type TableName, tableName } from '../../contracts/names.ts';
import type { StageConfiguration } from '../configuration/stage.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { allowAudit } from '../constructs/allow-audit.ts';
import { DataTable } from '../constructs/data-table.ts';
import { LogArchive } from '../constructs/log-archive.ts';
import { ReplicaTable } from '../constructs/replica-table.ts';
import { AbuseService } from '../services/abuse.ts';
import { ArchiveService } from '../services/archive.ts';
import { ErasureService } from '../services/erasure.ts';
import { EventsService } from '../services/events.ts';
import { ExportsService } from '../services/exports.ts';
import { InsightsService } from '../services/insights.ts';
import { MediaService } from '../services/media.ts';
import { NotificationsService } from '../services/notifications.ts';
import { PeopleService } from '../services/people.ts';
import { RetentionService } from '../services/retention.ts';
import { voterTokenSecretOf } from '../services/service.ts';
import { VotersService } from '../services/voters.ts';
import type { DataStack } from './data-stack.ts';

/**
 * The region's tallies, its bus, and the services that work behind queues, streams and the bus, with the functions of
 * their own routes. It knows nothing of the Region stack, which is deployed after it.
 */
export class WorkersStack extends Stack {
  /** The global tables as the region has them, and its own tallies. */
  readonly tables: Readonly<Record<TableName, ITableV2>>;
  readonly bus: EventBus;
  /** Where erased voters wait until the region has removed what it derived from their responses. */
  readonly erased: IQueue;
  /** The functions of its services' routes. */
  readonly routes;
  /** Of all logs of the region; undefined: they are not archived. */
  readonly logArchive: LogArchive | undefined;

  constructor(scope: Construct, id: string, configuration: StageConfiguration, data: DataStack, props: StackProps) {
    super(scope, id, props);
    // First, as each log group looks for it.
    this.logArchive = configuration.retain ? new LogArchive(this, configuration) : undefined;
    const tallies = new DataTable(this, 'Tallies', {
      table: 'tallies',
      configuration,
      // With the old image, as a milestone is crossed between the two.
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      // Only what a recount leaves behind expires, never a tally.
      timeToLiveAttribute: 'expiresAt',
    });
    this.tables = { ...this.#globalTables(configuration, data), tallies: tallies.table };
    const shared = { configuration, tables: this.tables };
    const rank = configuration.regions.indexOf(this.region);
    const events = new EventsService(this, 'EventsService', { ...shared, rank });
    this.bus = events.bus;
    const exports = new ExportsService(this, 'ExportsService', { ...shared, bus: this.bus });
    const insights = new InsightsService(this, 'InsightsService', shared);
    const archive = new ArchiveService(this, 'ArchiveService', { ...shared, insightsQueue: insights.queue });
    const files = { exportsBucket: exports.bucket, archive };
    const erasure = new ErasureService(this, 'ErasureService', { ...shared, ...files });
    this.erased = erasure.erased;
    const isHome = rank === 0;
    const retention = new RetentionService(this, 'RetentionService', { ...shared, ...files, bus: this.bus, isHome });
    const media = new MediaService(this, 'MediaService', shared);
    const notifications = new NotificationsService(this, 'NotificationsService', { ...shared, bus: this.bus });
    const { mails, mailQueue } = notifications;
    const people = new PeopleService(this, 'PeopleService', { ...shared, signIn: data.signIn, mails, mailQueue });
    const voterTokenSecret = voterTokenSecretOf(this, configuration, data.voterTokenSecret);
    const voters = new VotersService(this, 'VotersService', { ...shared, voterTokenSecret });
    const abuse = new AbuseService(this, 'AbuseService', shared);
    this.routes = {
      ...exports.routes,
      ...insights.routes,
      ...erasure.routes,
      ...archive.routes,
      ...retention.routes,
      ...media.routes,
      ...notifications.routes,
      ...people.routes,
      ...voters.routes,
      ...abuse.routes,
    };
    allowAudit(this.routes, this.tables.polls);
    new AlarmTopic(this, 'Alarms', configuration);
    // What serves all of a region, such as the CDK's custom resources, is the platform's.
    Tags.of(this).add('service', 'platform');
    const running = {
      events,
      exports,
      insights,
      erasure,
      archive,
      retention,
      media,
      notifications,
      people,
      voters,
      abuse,
    };
    const parts = { ...running, data: tallies };
    for (const [service, part] of Object.entries(parts)) Tags.of(part).add('service', service);
  }

  /** The tables themselves at home, their replicas elsewhere. */
  #globalTables(configuration: StageConfiguration, data: DataStack) {
    if (this.region === configuration.regions[0]) return { polls: data.polls.table, responses: data.responses.table };
    this.addStackDependency(data, 'The replicas are made with the tables.');
    const name = (table: TableName) => tableName(configuration.stage, table);
    return {
      polls: new ReplicaTable(this, 'PollsReplica', { tableName: name('polls'), holdsRecords: true }).table,
      responses: new ReplicaTable(this, 'ResponsesReplica', { tableName: name('responses') }).table,
    };
  }
}
