import type { SimulationReport } from './report.ts';

/** The report for scripts; a change that breaks them raises the version. */
export function jsonOf(report: SimulationReport): string {
  const variants = report.variants.map(({ name, audience, prepared, figures, run }) => ({
    name,
    audience,
    prepared,
    figures: { ...figures, settledAt: figures.settledAt ?? null },
    saturations: run.saturations,
    samples: run.samples.map(({ age, liveAge, ...sample }) => ({
      ...sample,
      age: age ?? null,
      liveAge: liveAge ?? null,
    })),
  }));
  return JSON.stringify({ version: 1, ...report, variants }, undefined, 2);
}
