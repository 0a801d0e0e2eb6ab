import { keyStackName, workersStackName } from '../../contracts/names.ts';
import type { PreviewStack, PreviewStacks } from './stacks.ts';

const day = 24 * 60 * 60 * 1_000;

/**
 * The stages that are over: all their stacks say when, and none was made or changed since.
 * @param now milliseconds since 1970
 */
export function expiredStages(stacks: readonly PreviewStack[], now: number): string[] {
  const isOver = ({ changedAt, expiresAfterDays }: PreviewStack) =>
    expiresAfterDays !== undefined && now - changedAt > expiresAfterDays * day;
  return [...Map.groupBy(stacks, ({ stage }) => stage)]
    .filter(([, own]) => own.every(isOver))
    .map(([stage]) => stage)
    .sort();
}

/** In which order the stacks of one stage go: what reads or listens before what is read or listened to. */
export function removalOrder(stacks: readonly PreviewStack[]): PreviewStack[][] {
  const isData = ({ name, stage }: PreviewStack) => name.endsWith(`-${stage}-data`);
  // A bus can't be deleted while a rule of another stack listens to it.
  const isWorkers = ({ name, stage, region }: PreviewStack) => name === workersStackName(stage, region);
  const isKey = ({ name, stage, region }: PreviewStack) => name === keyStackName(stage, region);
  const isOther = (stack: PreviewStack) => ![isData, isWorkers, isKey].some((holds) => holds(stack));
  return [isOther, isWorkers, isData, isKey].map((holds) => stacks.filter(holds)).filter(({ length }) => length > 0);
}

/** Deletes all stacks of a stage. @throws AggregateError of what didn't go; the data then stays, too */
export async function removeStage(stacks: PreviewStacks, stage: string, tell: (text: string) => void): Promise<number> {
  const own = (await stacks.list(stage)).filter((stack) => stack.stage === stage);
  for (const together of removalOrder(own)) {
    const ends = await Promise.allSettled(
      together.map(async (stack) => {
        tell(`Deleting ${stack.name} in ${stack.region}`);
        await stacks.delete(stack);
      }),
    );
    const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    if (failures.length > 0) {
      const words = failures.map((failure) => (failure instanceof Error ? failure.message : String(failure)));
      throw new AggregateError(failures, `${stage} could not be removed whole: ${words.join('; ')}`);
    }
  }
  return own.length;
}

/** Removes every stage that is over; one that resists doesn't keep the others. @returns the stages that resisted */
export async function sweep(stacks: PreviewStacks, now: number, tell: (text: string) => void): Promise<string[]> {
  const expired = expiredStages(await stacks.list(), now);
  tell(expired.length === 0 ? 'No preview is over.' : `Over: ${expired.join(', ')}`);
  const resisting: string[] = [];
  for (const stage of expired) {
    await removeStage(stacks, stage, tell).catch((error: Error) => {
      tell(error.message);
      resisting.push(stage);
    });
  }
  return resisting;
}
