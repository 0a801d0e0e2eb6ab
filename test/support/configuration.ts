import configuration from '../../groundswell.config.ts';
import { configurationOf, type StageConfiguration } from '../../lib/configuration/stage.ts';

const { dev, preview, staging, production } = configuration.stages;
const domain = (name: string) => ({ name, zoneName: 'example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' });

/** The project's own configuration with all that it leaves out: both ways of several regions, and every option. */
export const testConfiguration = {
  ...configuration,
  github: { repository: 'example@123456/polls@456789' },
  stages: {
    dev,
    preview,
    staging: {
      ...staging,
      people: { signUp: 'closed', mfa: 'required' },
      regions: ['eu-central-1', 'eu-west-1'],
      routing: 'active-passive',
      domain: domain('staging-polls.example.com'),
      gameDays: { schedule: 'cron(0 9 ? * TUE#1 *)' },
    },
    production: {
      ...production,
      regions: ['eu-central-1', 'us-east-1'],
      domain: domain('polls.example.com'),
      shieldAdvanced: true,
      backup: { ...production.backup, lockedVault: true },
      warmInstances: { least: 2, most: 100 },
      alarmEmail: 'operators@example.com',
      mailFrom: 'no-reply@polls.example.com',
    },
  },
} as const;

/** For `-c configuration=`: the templates of every option are linted, too. */
export default testConfiguration;

/** A stage of the test's configuration. */
export function testStage(stage: string): StageConfiguration {
  return configurationOf(stage, testConfiguration);
}
