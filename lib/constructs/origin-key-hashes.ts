import { Construct } from 'constructs';
import { dataStackName } from '../../contracts/names.ts';
import { validOriginKeys } from '../configuration/edge.ts';
import type { StageConfiguration } from '../configuration/stage.ts';

/** In the Data stack, by which a function of any stack finds it. */
const id = 'OriginKeyHashes';

/** What the functions of routes know of CloudFront's keys, by generation. */
export class OriginKeyHashes extends Construct {
  readonly #hashes = new Map<number, string>();

  constructor(dataStack: Construct) {
    super(dataStack, id);
  }

  add(generation: number, hash: string): void {
    this.#hashes.set(generation, hash);
  }

  /** Of the keys that a function takes now, with blanks between them. */
  static taken(scope: Construct, configuration: StageConfiguration): string {
    const data = scope.node.root.node.findChild(dataStackName(configuration.stage));
    const hashes = data.node.findChild(id) as OriginKeyHashes;
    return validOriginKeys(configuration)
      .map((generation) => hashes.#hashes.get(generation))
      .join(' ');
  }
}
