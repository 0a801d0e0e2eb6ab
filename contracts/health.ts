/** Body of `GET /health`: 200 in service, 503 otherwise. */
export interface HealthReport {
  /** `taken-out`: somebody has taken the region out on purpose. */
  readonly status: 'in-service' | 'taken-out' | 'failing';
  readonly checks: {
    readonly table: 'ok' | 'failed';
    readonly queue: 'ok' | 'failed';
    /** `behind`: what is stored takes too long to reach the results. */
    readonly stream: 'ok' | 'failed' | 'behind';
  };
}
