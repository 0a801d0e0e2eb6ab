import * as z from 'zod/mini';
import type { UploadName } from '../../domain/media/upload.ts';
import { uploadOfKey } from '../../stores/s3-uploads.ts';

/** What S3 tells of new objects, and once, when it is told to: of nothing. */
const notificationSchema = z.union([
  z.object({ Records: z.array(z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) })) }),
  z.object({ Event: z.literal('s3:TestEvent') }),
]);

/**
 * The uploads that a notification of S3 names.
 * @throws Error for a message that is none
 */
export function uploadsOf(body: string): UploadName[] {
  const notification = z.parse(notificationSchema, JSON.parse(body));
  const records = 'Records' in notification ? notification.Records : [];
  return records.flatMap(({ s3 }) => uploadOfKey(s3.object.key) ?? []);
}
