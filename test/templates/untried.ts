import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untriedMetadata } from '../../contracts/names.ts';
import type { Untried } from '../../lib/constructs/untried.ts';
import { isProvider, nameOf, resourcesOfType, stages, type TemplateResource, target } from '../support/templates.ts';

interface Policy {
  readonly Roles: readonly unknown[];
  readonly PolicyDocument: { readonly Statement: readonly { readonly Action: string | readonly string[] }[] };
}

/** The stage that runs on a laptop, where a proof holds every grant against calls: see ADR 45. */
const [tried] = stages;

/** The roles of functions and schedules: others are taken by services of AWS, which no run of ours drives. */
const taken = resourcesOfType<{ AssumeRolePolicyDocument: unknown }>('AWS::IAM::Role').filter(
  (role) =>
    !isProvider(role) &&
    /"(lambda|scheduler)\.amazonaws\.com"/.test(JSON.stringify(role.Properties.AssumeRolePolicyDocument)),
);

function actionsOf(role: TemplateResource): Set<string> {
  const own = resourcesOfType<Policy>('AWS::IAM::Policy').filter(({ stack, Properties }) =>
    Properties.Roles.some((reference) => stack === role.stack && target(role, reference)?.id === role.id),
  );
  return new Set(own.flatMap(({ Properties }) => Properties.PolicyDocument.Statement.flatMap(({ Action }) => Action)));
}

const sentencesOf = ({ Metadata }: TemplateResource) => (Metadata?.[untriedMetadata] ?? []) as readonly Untried[];

test('what a stage grants beyond what a laptop’s has comes with a sentence on why nobody tries it', () => {
  const onLaptop = new Map<string, Set<string>>();
  for (const role of taken.filter(({ stage }) => stage === tried)) onLaptop.set(role.id, actionsOf(role));
  let beyond = 0;
  for (const role of taken.filter(({ stage }) => stage !== tried)) {
    for (const action of actionsOf(role)) {
      if (onLaptop.get(role.id)?.has(action)) continue;
      beyond += 1;
      const hasSentence = sentencesOf(role).some(({ actions }) => actions.includes(action));
      assert.ok(hasSentence, `${nameOf(role)}: ${action} is tried on no laptop; say why with allowUntried or untried`);
    }
  }
  assert.ok(beyond > 0);
});

test('sentences on what nobody tries are sentences', () => {
  for (const role of taken) {
    for (const { reason } of sentencesOf(role)) assert.match(reason, /^[A-Z].{20,}\.$/, nameOf(role));
  }
});
