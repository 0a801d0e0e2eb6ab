import assert from 'node:assert/strict';

/** A mail of a laptop's outbox, taken apart. */
export interface OutboxMail {
  readonly headers: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** All mails of a laptop's outbox, the oldest first. */
export async function mailsOf(apiUrl: string): Promise<readonly OutboxMail[]> {
  const { mails } = (await (await fetch(`${apiUrl}/_local/outbox`)).json()) as { mails: string[] };
  return Promise.all(
    mails.map(async (name) => {
      const answer = await fetch(`${apiUrl}/_local/outbox/${name}`);
      assert.equal(answer.headers.get('content-type'), 'message/rfc822');
      return takenApart((await answer.text()).replaceAll('\r\n', '\n'));
    }),
  );
}

function takenApart(mail: string): OutboxMail {
  const [headers = '', ...parts] = mail.split('\n\n');
  const decode = (text = '') => Buffer.from(text.split('\n--')[0] ?? '', 'base64').toString('utf8');
  return {
    headers,
    subject: decode(/^Subject: =\?utf-8\?B\?(.*)\?=$/m.exec(headers)?.[1]),
    text: decode(parts[1]),
    html: decode(parts[3]),
  };
}
