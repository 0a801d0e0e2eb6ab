import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { delivery } from '../contracts/names.ts';
import { checkConfiguration, WrongConfiguration } from './configuration/schema.ts';
import { type AccountUse, accountUses, DeliveryStack } from './stacks/delivery-stack.ts';

/**
 * Adds the stack that lets GitHub deploy.
 * @param given what `groundswell.config.ts` exports
 * @param uses what the account is for, with commas between @default everything
 * @throws WrongConfiguration where no repository is named, or there is no such use
 */
export function addDelivery(app: App, given: unknown, uses: unknown = accountUses.join(',')): void {
  const { owner, github, stages } = checkConfiguration(given);
  if (!github) throw new WrongConfiguration('groundswell.config.ts names no repository: set github.repository.');
  const account = process.env.CDK_DEFAULT_ACCOUNT;
  new DeliveryStack(app, delivery.stack, {
    description: 'Lets GitHub deploy Groundswell',
    repository: github.repository,
    owner,
    uses: usesOf(String(uses)),
    // IAM is global; the stack just has to stand somewhere.
    env: { region: stages.production.regions[0] ?? 'us-east-1', ...(account === undefined ? {} : { account }) },
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}

function usesOf(list: string): AccountUse[] {
  return list.split(',').map((name) => {
    const use = accountUses.find((known) => known === name);
    if (use) return use;
    throw new WrongConfiguration(`An account is for ${accountUses.join(', ')}, or several of them, not for "${name}".`);
  });
}
