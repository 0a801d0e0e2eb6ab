import { ExplainedError } from '../explained-error.ts';

/**
 * Whether an event source hands a record on: when it has no filters, or the record matches one of them.
 * @throws ExplainedError for a pattern with more than values to be equal to, which is all that the templates use
 */
export function isWanted(record: unknown, filters: readonly { Pattern: string }[] = []): boolean {
  return filters.length === 0 || filters.some(({ Pattern }) => matches(record, JSON.parse(Pattern)));
}

/**
 * Whether a value is as a pattern of Lambda's filters, or of a rule on an event bus, asks for.
 * @throws ExplainedError for a pattern with more than values to be equal to
 */
export function matches(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) {
    if (pattern.some((rule) => typeof rule === 'object' && rule !== null)) {
      throw new ExplainedError(`The laptop doesn't know the filter ${JSON.stringify(pattern)}.`);
    }
    return pattern.includes(value);
  }
  if (typeof pattern !== 'object' || pattern === null) return false;
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  return Object.entries(pattern).every(([name, rule]) => matches(fields[name], rule));
}
