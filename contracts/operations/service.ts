import { healthReport } from '../answers/service.ts';
import type { Operation } from './operation.ts';

export const serviceOperations = {
  getHealth: {
    tag: 'Service',
    summary: 'Ask whether the region can serve',
    answers: {
      200: { description: 'It can.', body: healthReport, headers: ['cache-control'] },
      503: { description: 'It can’t, or was taken out.', body: healthReport },
    },
    problems: [],
  },
} as const satisfies Record<string, Operation>;
