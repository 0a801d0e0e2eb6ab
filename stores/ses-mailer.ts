import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Letter } from '../domain/mail/letter.ts';

const Charset = 'UTF-8';

/** Sends letters through SES, from the stage's address. */
export class SesMailer {
  readonly #client: SESv2Client;
  readonly #from: string;

  constructor(client: SESv2Client, from: string) {
    this.#client = client;
    this.#from = from;
  }

  async send(to: string, { subject, text, html }: Letter): Promise<void> {
    await this.#client.send(
      new SendEmailCommand({
        FromEmailAddress: this.#from,
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: {
            Subject: { Data: subject, Charset },
            Body: { Text: { Data: text, Charset }, Html: { Data: html, Charset } },
          },
        },
      }),
    );
  }
}
