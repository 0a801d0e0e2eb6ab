import { idleShare } from '../../../local/pollers/batch-pace.ts';
import type { Design } from '../design.ts';
import type { Settings } from '../model/settings.ts';
import { Simulation } from '../model/simulation.ts';
import { stepSeconds } from '../run.ts';
import { settingsOf } from '../settings-of.ts';
import type { Course } from './compare.ts';
import type { Measured } from './measure.ts';
import { laptopBatches } from './shapes.ts';

const open = { perSecond: Number.MAX_SAFE_INTEGER, burst: Number.MAX_SAFE_INTEGER };

/** The model of the laptop: the deployed design with the laptop's limits, and one partition, as its tables have. */
export function laptopSettings(design: Design): Settings {
  const settings = settingsOf(design, { audience: 0, formerPeak: 0, retries: false });
  const { atOnce, size, ms } = laptopBatches;
  const seconds = ms / 1_000;
  const idle = idleShare * seconds;
  return {
    ...settings,
    account: open,
    votes: open,
    submit: { ...settings.submit, growth: open },
    concurrency: Number.MAX_SAFE_INTEGER,
    record: {
      ...settings.record,
      batchSize: Math.min(size, settings.record.batchSize),
      duration: { seconds: idle, perItem: (seconds - idle) / size },
      pollers: { first: atOnce, perSecond: 0, most: Math.min(atOnce, settings.record.pollers.most) },
    },
    writes: { ...settings.writes, partitions: [{ partitions: 1, share: 1 }] },
  };
}

/**
 * What the model says becomes of votes.
 * @param measured how many they are, when the API stamped them, and for how long they were watched: that a busy laptop
 * sends and answers late is no matter of the model
 */
export function predict(
  settings: Settings,
  { votes, accepted, seconds }: Pick<Measured, 'votes' | 'accepted' | 'seconds'>,
): Course {
  const simulation = new Simulation(settings, stepSeconds);
  const counted: { at: number; age: number; amount: number }[] = [];
  const backlog: number[] = [];
  const steps = Math.round(seconds / stepSeconds);
  const perSecond = Math.round(1 / stepSeconds);
  const arrivals = Map.groupBy(accepted, (time) => Math.floor(time / stepSeconds));
  for (let index = 0; index < steps; index += 1) {
    const step = simulation.step(((arrivals.get(index)?.length ?? 0) * votes) / accepted.length);
    for (const { at, amount } of step.newlyCounted) counted.push({ at: step.now, age: step.now - at, amount });
    if ((index + 1) % perSecond === 0) backlog.push(step.queued + step.hidden + step.inFlight);
  }
  return { backlog, counted };
}
