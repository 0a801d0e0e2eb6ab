import shipped from '../../groundswell.config.ts';
import type { GroundswellConfiguration } from '../../lib/configuration/schema.ts';

/** The project's own configuration with what it leaves to each installation: a domain, and a second region in production. */
export default {
  ...shipped,
  stages: {
    ...shipped.stages,
    production: {
      ...shipped.stages.production,
      regions: ['eu-central-1', 'us-east-1'],
      domain: { name: 'polls.example.com', zoneName: 'example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' },
    },
  },
} satisfies GroundswellConfiguration;
