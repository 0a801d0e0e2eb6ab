/** Does something with each item, a few at a time. The first failure is thrown once the others have ended. */
export async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  action: (item: T) => Promise<unknown>,
): Promise<void> {
  const rest = items.values();
  const lane = async () => {
    for (const item of rest) await action(item);
  };
  const outcomes = await Promise.allSettled(Array.from({ length: Math.min(lanes, items.length) }, lane));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
