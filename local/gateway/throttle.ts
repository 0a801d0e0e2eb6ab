/** API Gateway's limits of a route: a token bucket that refills `rateLimit` times a second up to `burstLimit`. */
export interface ThrottleSettings {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** @returns a function that says whether one more request may pass now */
export function tokenBucket(settings: ThrottleSettings, now: () => number = () => performance.now()): () => boolean {
  let tokens = settings.burstLimit;
  let refilledAt = now();
  return () => {
    const time = now();
    tokens = Math.min(settings.burstLimit, tokens + ((time - refilledAt) / 1_000) * settings.rateLimit);
    refilledAt = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
