import shipped from '../../groundswell.config.ts';
import type { GroundswellConfiguration } from '../../lib/configuration/schema.ts';

/** The project's own configuration with what it leaves to each installation: in production a domain, a second region, and who hears of alarms. */
export default {
  ...shipped,
  stages: {
    ...shipped.stages,
    production: {
      ...shipped.stages.production,
      regions: ['eu-central-1', 'us-east-1'],
      domain: { name: 'polls.example.com', zoneName: 'example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' },
      alarmEmail: 'operators@example.com',
    },
  },
} satisfies GroundswellConfiguration;
