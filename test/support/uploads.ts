import assert from 'node:assert/strict';
import type { MediaView, NewUpload, Picture, UploadTicket } from '../../contracts/media.ts';
import type { ApiClient } from './api.ts';
import { until } from './until.ts';

/** Asks for an address to upload to. */
export async function announce(workspace: ApiClient, upload: NewUpload): Promise<UploadTicket> {
  const { status, body } = await workspace.send<UploadTicket>('POST', '/media', { body: upload });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

/** Posts a file as a browser's form does. */
export function post({ upload }: UploadTicket, file: Uint8Array): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(file)]));
  return fetch(upload.url, { method: 'POST', body: form });
}

/** Uploads a file. @returns what became of it */
export async function upload(workspace: ApiClient, file: Uint8Array, announced: Partial<NewUpload> = {}) {
  const ticket = await announce(workspace, { contentType: 'image/jpeg', bytes: file.length, ...announced });
  const posted = await post(ticket, file);
  assert.ok(posted.ok, `${posted.status} ${await posted.text()}`);
  return decided(workspace, ticket.id);
}

/** Waits until an upload is decided. */
export function decided(workspace: ApiClient, id: string): Promise<MediaView> {
  return until(
    async () => (await workspace.send<MediaView>('GET', `/media/${id}`)).body,
    // Neither pending, nor unknown to the region that was asked, nor an error.
    ({ state }) => state === 'ready' || state === 'refused',
    120,
  );
}

/** The picture of an upload that is ready; fails the test where it isn't. */
export function pictureOf(view: MediaView): Picture {
  return view.state === 'ready' ? view.picture : assert.fail(JSON.stringify(view));
}
