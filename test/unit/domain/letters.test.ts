import assert from 'node:assert/strict';
import { test } from 'node:test';
import { letter } from '../../../domain/mail/letter.ts';

const attack = 'Closed\r\nBcc: all@example.com\r\n\r\n<b>Hello\u2028Subject: other';

test('a subject is one line, whatever a poll is called', () => {
  const { subject, text } = letter(`Closed: ${attack}`, [{ kind: 'paragraph', text: attack }]);
  assert.doesNotMatch(subject, /[\r\n\u2028]/);
  assert.doesNotMatch(text.trimEnd(), /[\r\u2028]|\nBcc/);
});

test('texts of a letter are no markup', () => {
  const evil = '<img src=x onerror=alert(1)>"\'&';
  const { html } = letter('x', [
    { kind: 'heading', text: evil },
    { kind: 'paragraph', text: evil },
    { kind: 'rows', rows: [[evil, evil]] },
  ]);
  assert.doesNotMatch(html, /<img/);
});
