import { limits } from '../../contracts/limits.ts';
import type { PollDefinition } from '../../contracts/poll.ts';
import type { FieldError } from '../../contracts/problems.ts';
import { Problem, pointer } from '../problem.ts';
import type { StoredPicture } from './picture.ts';
import type { UploadStore } from './upload.ts';

/** The stored pictures that a poll shows, by media id. */
export type StoredPictures = Readonly<Record<string, StoredPicture>>;

interface Illustrated extends Pick<PollDefinition, 'media' | 'questions'> {
  readonly workspaceId: string;
  readonly pictures?: StoredPictures;
}

/**
 * The poll with the pictures that it names; those that it has already are not looked up again.
 * @throws Problem `invalid-content` that names each picture that isn't a ready one of the workspace
 */
export async function attachPictures<P extends Illustrated>(poll: P, uploads: Pick<UploadStore, 'getAll'>): Promise<P> {
  const { pictures: known = {}, ...bare } = poll;
  const references = referencesOf(poll);
  if (references.length === 0) return bare as unknown as P;
  const ids = [...new Set(references.map(({ id }) => id))];
  if (ids.length > limits.mediaPerPoll) {
    throw unsound([{ pointer: pointer('questions'), detail: `may show at most ${limits.mediaPerPoll} pictures` }]);
  }
  const wanted = ids.filter((id) => !Object.hasOwn(known, id));
  const found = new Map(Object.entries(known));
  for (const { id, outcome } of wanted.length === 0 ? [] : await uploads.getAll(poll.workspaceId, wanted)) {
    if (outcome?.state === 'ready') found.set(id, outcome.picture);
  }
  const missing = references.filter(({ id }) => !found.has(id));
  if (missing.length > 0)
    throw unsound(missing.map(({ at }) => ({ pointer: at, detail: 'is no picture that is ready' })));
  return { ...poll, pictures: Object.fromEntries(ids.map((id) => [id, found.get(id)])) };
}

/** Where a poll names pictures. */
function referencesOf({ media, questions }: Illustrated): { id: string; at: string }[] {
  const own = media === undefined ? [] : [{ id: media, at: pointer('media') }];
  const ofOptions = questions.flatMap((question, index) =>
    'options' in question
      ? question.options.flatMap(({ media: id }, place) =>
          id === undefined ? [] : [{ id, at: pointer('questions', index, 'options', place, 'media') }],
        )
      : [],
  );
  return [...own, ...ofOptions];
}

function unsound(fieldErrors: readonly FieldError[]): Problem {
  return new Problem('invalid-content', 'The poll breaks a rule.', { fieldErrors });
}
