import { createHash } from 'node:crypto';

/** As `lib/configuration/stage.ts` allows after `preview-`. */
const longest = 30;
/** Of base 36: two branches in a billion share a name by chance. */
const hashLength = 7;

/**
 * The preview stage of a branch, whatever it is called: the same each time, and another one for another branch. A name that can't be
 * used as it is gets a hash of the whole at its end.
 */
export function previewStageOf(branch: string): string {
  const safe = clean(branch);
  if (safe === branch && safe.length <= longest) return `preview-${safe}`;
  const start = clean(safe.slice(0, longest - hashLength - 1));
  return `preview-${start === '' ? '' : `${start}-`}${hashOf(branch)}`;
}

/** Small letters, digits and single dashes, none of them at an end. */
function clean(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function hashOf(text: string): string {
  const number = createHash('sha256').update(text).digest().readBigUInt64BE();
  return number.toString(36).padStart(hashLength, '0').slice(-hashLength);
}
