import { checkConfiguration, type StageKind, type StageSettings, stageKinds, WrongConfiguration } from './schema.ts';

/** All that may differ between stages. */
export interface StageConfiguration extends Omit<StageSettings, 'regions'> {
  readonly stage: string;
  readonly kind: StageKind;
  readonly regions: readonly [string, ...string[]];
  readonly owner: string;
  /**
   * Whether the Delivery stack's boundary holds what the stage may do: a pull request's code is deployed before
   * anybody has read it.
   */
  readonly isBounded: boolean;
  /** The repository, as its pages on GitHub are named: `owner/name`. */
  readonly repository: string | undefined;
}

/** Where a laptop's further regions are. */
const laptopRegions = ['eu-central-1', 'eu-west-1', 'us-east-1'] as const;

/** `preview-` and a branch's name made safe, or `pr-` and a pull request's number. */
const previewPattern = /^(preview-[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?|pr-[1-9][0-9]{0,5})$/;

/**
 * The configuration of a stage.
 * @param given what `groundswell.config.ts` exports
 * @param regions in how many regions it runs on a laptop, where no domain is needed @default those of the stage
 * @throws WrongConfiguration for a stage, a configuration or a number of regions that can't be
 */
export function configurationOf(stage: string, given: unknown, regions?: number): StageConfiguration {
  const { owner, github, stages } = checkConfiguration(given);
  const kind = kindOf(stage);
  const settings = stages[kind];
  return {
    ...settings,
    regions: regions === undefined ? atLeastOne(settings.regions) : onLaptop(regions),
    stage,
    kind,
    owner,
    isBounded: github !== undefined && isPullRequest(stage),
    // Without the ids that GitHub's tokens may have in it.
    repository: github?.repository.replaceAll(/@\d+/g, ''),
  };
}

/** Whether a stage has alarms on its SLOs, and a dashboard. Nobody is on call for a preview, and it would cost twice as much. */
export function isWatched({ kind }: Pick<StageConfiguration, 'kind'>): boolean {
  return kind !== 'preview';
}

/** Whether a stage is a pull request's preview. */
export function isPullRequest(stage: string): boolean {
  return /^pr-[0-9]+$/.test(stage);
}

function kindOf(stage: string): StageKind {
  if (previewPattern.test(stage)) return 'preview';
  const kind = stageKinds.find((known) => known === stage && known !== 'preview');
  if (kind) return kind;
  throw new WrongConfiguration(
    `There is no stage "${stage}". Use dev, staging, production, preview-<branch> (small letters, digits and dashes, up to 30) or pr-<number>.`,
  );
}

function onLaptop(count: number): StageConfiguration['regions'] {
  if (Number.isInteger(count) && count >= 1 && count <= laptopRegions.length)
    return atLeastOne(laptopRegions.slice(0, count));
  throw new WrongConfiguration(`A stage runs in 1 to ${laptopRegions.length} regions on a laptop, not in ${count}.`);
}

function atLeastOne(regions: readonly string[]): StageConfiguration['regions'] {
  const [home, ...others] = regions;
  if (home === undefined) throw new WrongConfiguration('A stage runs in one region at least.');
  return [home, ...others];
}
