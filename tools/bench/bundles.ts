import { cpSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type FunctionName, functions } from '../../contracts/functions.ts';
import { bundleFunctions, bundleOf, bundleSettings } from '../../lib/bundles.ts';

/** The SDK calls that a bare handler may make, and what each needs. */
const calls = {
  GetItem: { service: 'dynamodb', client: 'DynamoDBClient' },
  PutItem: { service: 'dynamodb', client: 'DynamoDBClient' },
  UpdateItem: { service: 'dynamodb', client: 'DynamoDBClient' },
  SendMessage: { service: 'sqs', client: 'SQSClient' },
  GetSecretValue: { service: 'secrets-manager', client: 'SecretsManagerClient' },
} as const;
export type BareCall = keyof typeof calls;

/** A bundle in a folder of its own. */
export interface Bundle {
  readonly file: string;
  readonly bytes: number;
}

/** Bundles every function, as for a deployment, and keeps copies: another build mustn't change what is measured. */
export function copyBundles(folder: string): (name: FunctionName) => Bundle {
  bundleFunctions();
  for (const name of Object.keys(functions) as FunctionName[]) {
    cpSync(bundleOf(name), join(folder, name), { recursive: true });
  }
  return (name) => bundleAt(join(folder, name));
}

/**
 * Bundles a handler, in the way of the functions, that makes SDK calls and nothing else. Its event holds the input of
 * each call by the call's name.
 */
export function bareBundle(folder: string, names: readonly BareCall[]): Bundle {
  const outdir = join(folder, `bare-${names.join('-')}`);
  const lines = names.map((name, index) => {
    const { service, client } = calls[name];
    return {
      load: `import { ${client} as Client${index}, ${name}Command } from '@aws-sdk/client-${service}';`,
      make: `const client${index} = new Client${index}({});`,
      send: `await client${index}.send(new ${name}Command(event.${name}));`,
    };
  });
  const contents = [
    ...lines.map(({ load }) => load),
    ...lines.map(({ make }) => make),
    `export const handler = async (event) => { ${lines.map(({ send }) => send).join(' ')} };`,
  ].join('\n');
  buildSync({
    ...bundleSettings,
    stdin: { contents, resolveDir: bundleSettings.absWorkingDir, sourcefile: 'bare.ts' },
    outfile: join(outdir, 'index.mjs'),
  });
  return bundleAt(outdir);
}

/** The calls of a bare handler that has the clients of a function, told from the variables that the function reads. */
export function clientsOf(name: FunctionName): BareCall[] {
  const variables: readonly string[] = functions[name].environment;
  const reads = (end: string) => variables.some((variable) => variable.endsWith(end));
  return [
    ...(reads('_TABLE') ? (['GetItem'] as const) : []),
    ...(reads('_QUEUE_URL') ? (['SendMessage'] as const) : []),
    ...(reads('_SECRET_ARN') ? (['GetSecretValue'] as const) : []),
  ];
}

function bundleAt(folder: string): Bundle {
  const file = join(folder, 'index.mjs');
  return { file, bytes: statSync(file).size };
}
