import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DerivedData, ErasedVoter } from '../domain/erasure/erasure.ts';
import type { KeptAnswer } from '../domain/insights/kept-answer.ts';
import { DynamoAnswerMarks } from './dynamo-answer-marks.ts';
import { DynamoExportStore } from './dynamo-export-store.ts';
import { pagePrefix } from './insight-item.ts';
import { S3ExportFile } from './s3-export-file.ts';

/** What a region derives from responses: exports, the answers that insights list, and what moderators noted of them. */
export class DynamoDerivedData implements DerivedData {
  readonly #client: DynamoDBDocumentClient;
  readonly #objects: S3Client;
  readonly #names: { readonly polls: string; readonly tallies: string; readonly exportsBucket: string };

  constructor(
    client: DynamoDBDocumentClient,
    objects: S3Client,
    names: { polls: string; tallies: string; exportsBucket: string },
  ) {
    this.#client = client;
    this.#objects = objects;
    this.#names = names;
  }

  async removeExports(pollId: string): Promise<number> {
    const exports = new DynamoExportStore(this.#client, this.#names.tallies);
    let removed = 0;
    for (let jobs = await exports.list(pollId); jobs.length > 0; jobs = await exports.list(pollId)) {
      for (const job of jobs) {
        // The file before the job, so that whoever is cut off in between finds it again; and the upload that the
        // worker goes on with can't be completed by then.
        await new S3ExportFile(this.#objects, this.#names.exportsBucket, job).remove(job.uploadId);
        await exports.remove(job);
        removed += 1;
      }
    }
    return removed;
  }

  async removeAnswers({ pollId, voterKey }: ErasedVoter): Promise<number> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#names.tallies,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': pollId, ':prefix': pagePrefix },
        ConsistentRead: true,
      },
    );
    let removed = 0;
    for await (const { Items = [] } of pages) {
      for (const { sk, o } of Items) {
        const answers = JSON.parse(String(o)) as KeptAnswer[];
        const others = answers.filter(({ responseId }) => !responseId.startsWith(voterKey));
        if (others.length < answers.length) await this.#replacePage({ pk: pollId, sk }, others);
        removed += answers.length - others.length;
      }
    }
    return removed;
  }

  removeMarks(voter: ErasedVoter): Promise<number> {
    return new DynamoAnswerMarks(this.#client, this.#names.polls).removeOf(voter);
  }

  /** Pages never change but by this, and go as a whole. */
  async #replacePage(Key: Record<string, unknown>, answers: readonly KeptAnswer[]): Promise<void> {
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#names.tallies,
          Key,
          UpdateExpression: 'SET #o = :o',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#o': 'o' },
          ExpressionAttributeValues: { ':o': JSON.stringify(answers) },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
