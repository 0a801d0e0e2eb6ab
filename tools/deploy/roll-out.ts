import { outputs } from '../../contracts/names.ts';
import type { Wave } from './waves.ts';

/** Outputs of stacks, by stack and name. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface RollOut {
  deploy(stacks: readonly string[]): Promise<Outputs>;
  /** Tries a region by the address of its API. @throws Error that says what is wrong with it */
  tryOut(region: string, url: string): Promise<void>;
}

/**
 * Deploys wave by wave, and tries each region before the next one is touched.
 * @param isTried whether regions are tried out
 * @returns the outputs of all stacks
 */
export async function rollOut(waves: readonly Wave[], isTried: boolean, { deploy, tryOut }: RollOut): Promise<Outputs> {
  let all: Outputs = {};
  for (const { region, stacks } of waves) {
    const told = await deploy(stacks);
    all = { ...all, ...told };
    if (!isTried || region === undefined) continue;
    const url = apiUrlOf(stacks.map((name) => told[name] ?? {}));
    if (url === undefined) throw new Error(`No stack of ${region} says where its API is.`);
    await tryOut(region, url);
  }
  return all;
}

function apiUrlOf(given: readonly Readonly<Record<string, string>>[]): string | undefined {
  return given.map(({ [outputs.apiUrl]: url }) => url).find((url) => url !== undefined);
}
