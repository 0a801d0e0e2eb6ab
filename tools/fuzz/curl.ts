import type { Exchange } from './witness.ts';

/** Headers that curl or the connection makes. */
const ofConnection = /^(host|connection|content-length|transfer-encoding|accept-encoding|keep-alive)$/i;

/** A line for a shell that asks the same again; `$API` stands for the address. Keys are left as they are: a laptop's own. */
export function curlOf({ method, target, rawHeaders, body }: Exchange): string {
  const given = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 && !ofConnection.test(name) ? [`-H ${quoted(`${name}: ${rawHeaders[at + 1]}`)}`] : [],
  );
  const asked = ['curl -s --path-as-is -X', method, `"$API"${quoted(target)}`, ...given].join(' ');
  if (body.length === 0) return asked;
  return /^[\x20-\x7e]*$/.test(body.toString('latin1'))
    ? `${asked} --data-binary ${quoted(body.toString())}`
    : `echo ${body.toString('base64')} | base64 -d | ${asked} --data-binary @-`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
