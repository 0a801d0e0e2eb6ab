import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ar } from '../../../web/widget/texts/ar.ts';
import { de } from '../../../web/widget/texts/de.ts';
import { en } from '../../../web/widget/texts/en.ts';
import { es } from '../../../web/widget/texts/es.ts';
import { fr } from '../../../web/widget/texts/fr.ts';
import { ja } from '../../../web/widget/texts/ja.ts';
import { keys } from '../../../web/widget/texts/keys.ts';

const placeholders = (text = '') => text.match(/\{\d\}/g) ?? [];

for (const [language, texts] of Object.entries({ ar, de, en, es, fr, ja })) {
  test(`the widget has each of its texts in ${language}, with the same places to fill`, () => {
    const lines = texts.split('\n');
    assert.equal(lines.length, keys.length);
    en.split('\n').forEach((english, index) => {
      assert.notEqual(lines[index]?.trim(), '', keys[index]);
      assert.deepEqual(placeholders(lines[index]), placeholders(english), keys[index]);
    });
  });
}
