import type { SQSRecord } from 'aws-lambda';
import { readEnvironment } from '../../contracts/functions.ts';
import { logEvents } from '../../contracts/observability.ts';
import { processUpload } from '../../domain/media/process-upload.ts';
import type { UploadName } from '../../domain/media/upload.ts';
import { readTraceParent } from '../../domain/tracing/trace-parent.ts';
import { documentClient, objectClient } from '../../stores/clients.ts';
import { DynamoUploadStore } from '../../stores/dynamo-upload-store.ts';
import { S3Pictures } from '../../stores/s3-pictures.ts';
import { S3Uploads } from '../../stores/s3-uploads.ts';
import { addCause } from '../../stores/spans.ts';
import { logger } from '../middleware/logger.ts';
import { queueHandler } from '../middleware/queue-handler.ts';
import { programBeside, renderInProcess } from './picture-process.ts';
import { uploadsOf } from './uploads-of.ts';

const environment = readEnvironment('processUpload');
const uploads = new DynamoUploadStore(documentClient(), environment.POLLS_TABLE);
const files = new S3Uploads(objectClient(), environment.UPLOADS_BUCKET);
const pictures = new S3Pictures(objectClient(environment.MEDIA_BUCKET_REGION), environment.MEDIA_BUCKET);
const program = programBeside(import.meta.url);

/** Takes what S3 tells of new files, and decides each. Only what fails around a file is tried again, never the file. */
export const handler = queueHandler(processRecord);

async function processRecord({ body, messageId }: SQSRecord): Promise<void> {
  try {
    for (const name of uploadsOf(body)) {
      let requestTraceId: string | undefined;
      const outcome = await processUpload(name, {
        uploads: {
          async get(wanted: UploadName) {
            const upload = await uploads.get(wanted);
            const announced = readTraceParent(upload?.traceparent);
            // S3 tells of a file without the trace of the request that asked for its address.
            addCause(announced);
            requestTraceId = announced?.traceId;
            return upload;
          },
          decide: (decided, what) => uploads.decide(decided, what),
        },
        read: (upload, most) => files.read(upload, most),
        render: (bytes) => renderInProcess(bytes, { program }),
        keep: (key, file) => pictures.keep(key, file),
      });
      const told = { event: logEvents.uploadProcessed, mediaId: name.id, outcome, requestTraceId };
      logger.info('An upload was looked at', told);
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
