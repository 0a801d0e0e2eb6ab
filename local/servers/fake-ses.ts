import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { listen } from './listen.ts';
import type { LocalServer } from './local-server.ts';

const content = z.object({ Data: z.string(), Charset: z.literal('UTF-8') });
/** What `SendEmail` of SES takes, as far as the functions use it. */
const mailSchema = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({ ToAddresses: z.array(z.string()).min(1) }),
  Content: z.object({
    Simple: z.object({ Subject: content, Body: z.object({ Text: content, Html: content }) }),
  }),
});
type Mail = z.output<typeof mailSchema>;

const path = '/v2/email/outbound-emails';

/** Stands for SES, of which there is no embedded server: it writes each mail into a file, and sends none. */
export interface FakeSes extends LocalServer {
  /** The names of the mails so far, the oldest first. */
  outbox(): readonly string[];
  /** A mail as its file has it; undefined where there is none of that name. */
  mail(name: string): string | undefined;
}

/** @param folder where mails are written, as `.eml` files that any mail program opens */
export async function startFakeSes(folder: string): Promise<FakeSes> {
  mkdirSync(folder, { recursive: true });
  const names = () => readdirSync(folder).filter((name) => name.endsWith('.eml'));
  let count = 0;

  const server = createServer(async (request, response) => {
    const body = await text(request);
    const isSend = request.method === 'POST' && request.url === path;
    const checked = isSend ? mailSchema.safeParse(JSON.parse(body)) : undefined;
    const id = randomUUID();
    const now = new Date();
    if (checked?.success) {
      count += 1;
      const name = `${now.toISOString().replaceAll(':', '-')}-${String(count).padStart(4, '0')}.eml`;
      writeFileSync(join(folder, name), message(checked.data, id, now));
    }
    response.writeHead(checked?.success ? 200 : 400, {
      'content-type': 'application/json',
      ...(checked?.success ? {} : { 'x-amzn-errortype': 'BadRequestException' }),
    });
    response.end(JSON.stringify(checked?.success ? { MessageId: id } : { message: 'Not a mail that this fake knows' }));
  });
  const { port, stop } = await listen(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    outbox: () => names().sort(),
    mail: (name) => (names().includes(name) ? readFileSync(join(folder, name), 'utf8') : undefined),
    stop,
  };
}

/** The mail by RFC 5322 and MIME: plain text for whoever can't show the HTML. */
function message({ FromEmailAddress, Destination, Content }: Mail, id: string, now: Date): string {
  const { Subject, Body } = Content.Simple;
  const boundary = `groundswell-${id}`;
  const part = (type: string, data: string) => [
    `--${boundary}`,
    `Content-Type: ${type}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(Buffer.from(data)
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
    '',
  ];
  return [
    `From: ${FromEmailAddress}`,
    `To: ${Destination.ToAddresses.join(', ')}`,
    `Subject: =?utf-8?B?${Buffer.from(Subject.Data).toString('base64')}?=`,
    `Date: ${now.toUTCString()}`,
    `Message-ID: <${id}@groundswell.localhost>`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    ...part('text/plain', Body.Text.Data),
    ...part('text/html', Body.Html.Data),
    `--${boundary}--`,
    '',
  ].join('\r\n');
}
