import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { processUpload } from '../../domain/media/process-upload.ts';
import { documentClient, objectClient } from '../../stores/clients.ts';
import { DynamoUploadStore } from '../../stores/dynamo-upload-store.ts';
import { S3Pictures } from '../../stores/s3-pictures.ts';
import { S3Uploads } from '../../stores/s3-uploads.ts';
import { logger } from '../middleware/logger.ts';
import { programBeside, renderInProcess } from './picture-process.ts';
import { uploadsOf } from './uploads-of.ts';

const environment = readEnvironment('processUpload');
const uploads = new DynamoUploadStore(documentClient(), environment.POLLS_TABLE);
const files = new S3Uploads(objectClient(), environment.UPLOADS_BUCKET);
const pictures = new S3Pictures(objectClient(environment.MEDIA_BUCKET_REGION), environment.MEDIA_BUCKET);
const program = programBeside(import.meta.url);
const processor = new BatchProcessor(EventType.SQS);

/** Takes what S3 tells of new files, and decides each. Only what fails around a file is tried again, never the file. */
export function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return processPartialResponse(event, processRecord, processor, { throwOnFullBatchFailure: false });
}

async function processRecord({ body, messageId }: SQSRecord): Promise<void> {
  try {
    for (const name of uploadsOf(body)) {
      const outcome = await processUpload(name, {
        uploads,
        read: (upload, most) => files.read(upload, most),
        render: (bytes) => renderInProcess(bytes, { program }),
        keep: (key, file) => pictures.keep(key, file),
      });
      logger.info('An upload was looked at', { event: logEvents.uploadProcessed, mediaId: name.id, outcome });
    }
  } catch (error) {
    logger.warn('An upload waits for its next try', {
      event: logEvents.uploadFailed,
      messageId,
      error: error instanceof Error ? { name: error.name, message: error.message } : 'unknown',
    });
    throw error;
  }
}
