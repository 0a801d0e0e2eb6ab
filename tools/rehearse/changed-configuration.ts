import type { GroundswellConfiguration } from '../../lib/configuration/schema.ts';
import configuration from './configuration.ts';

const { preview, production } = configuration.stages;

/** A throttle that no stage has otherwise, so that it can be recognized once it has arrived. */
export const changedRate = 77;
const manage = { rateLimit: changedRate, burstLimit: 2 * changedRate };

/** The rehearsal's configuration after a small change. */
export default {
  ...configuration,
  stages: {
    ...configuration.stages,
    preview: { ...preview, throttles: { ...preview.throttles, manage } },
    production: { ...production, throttles: { ...production.throttles, manage } },
  },
} satisfies GroundswellConfiguration;
