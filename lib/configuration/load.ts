import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { WrongConfiguration } from './schema.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What a configuration module exports, unchecked.
 * @param file its path in the project @default groundswell.config.ts
 * @throws WrongConfiguration where the project has no such file
 */
export async function loadConfiguration(file: unknown = 'groundswell.config.ts'): Promise<unknown> {
  const path = resolve(root, String(file));
  if (relative(root, path).startsWith('..')) throw new WrongConfiguration(`${path} is outside of the project.`);
  if (!existsSync(path)) throw new WrongConfiguration(`The configuration ${path} isn't there.`);
  const module: { default?: unknown } = await import(pathToFileURL(path).href);
  return module.default;
}
