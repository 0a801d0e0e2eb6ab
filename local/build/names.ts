import { functions } from '../../contracts/functions.ts';
import type { AssemblyStack } from '../assembly/assembly.ts';

/** Whether a function's logical id is that of a contract: the CDK makes it of the construct's path, in which the name stands. */
export function isNamed(logicalId: string, name: string): boolean {
  return new RegExp(`${name}Function[0-9A-F]{8}$`).test(logicalId);
}

/** A function's name in `contracts/functions.ts`; undefined for what the CDK adds. */
export function contractName(logicalId: string): string | undefined {
  return Object.keys(functions).find((name) => isNamed(logicalId, name));
}

/** Whether a function serves CloudFormation's custom resources, which the laptop resolves by itself. */
export function isProvider(stack: AssemblyStack, logicalId: string): boolean {
  return Object.values(stack.template.Resources).some(({ Type, Properties }) => {
    const { ServiceToken } = Properties as { ServiceToken?: { 'Fn::GetAtt'?: readonly string[] } };
    return Type.startsWith('Custom::') && ServiceToken?.['Fn::GetAtt']?.[0] === logicalId;
  });
}

/** A name that CloudFormation would make up: for one resource in one region, the same at every start. */
export function madeUp(logicalId: string, region: string, mostCharacters: number): string {
  return `${logicalId.slice(-(mostCharacters - region.length - 1))}-${region}`;
}
