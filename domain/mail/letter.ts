/** A mail before it has an address: the same content as plain text and as HTML. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A part of a letter. Texts may be anybody's: they are made one line, and escaped for HTML. */
export type Part =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly [label: string, value: string])[] };

/** A heading is some 60 characters in most mailboxes; RFC 5322 allows lines of 998. */
const longestSubject = 120;

export function letter(subject: string, parts: readonly Part[]): Letter {
  return {
    subject: oneLine(subject).slice(0, longestSubject),
    text: `${parts.map(textOf).join('\n\n')}\n`,
    html: `<!doctype html><html><body style="font-family: sans-serif">${parts.map(htmlOf).join('')}</body></html>`,
  };
}

function textOf(part: Part): string {
  return part.kind === 'rows'
    ? part.rows.map(([label, value]) => `  ${oneLine(label)}: ${oneLine(value)}`).join('\n')
    : oneLine(part.text);
}

function htmlOf(part: Part): string {
  if (part.kind === 'heading') return `<h2>${escaped(part.text)}</h2>`;
  if (part.kind === 'paragraph') return `<p>${escaped(part.text)}</p>`;
  const rows = part.rows.map(([label, value]) => `<tr><td>${escaped(label)}</td><td>${escaped(value)}</td></tr>`);
  return `<table cellpadding="4">${rows.join('')}</table>`;
}

/** Without line breaks and other control characters, which could begin something of their own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return oneLine(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
