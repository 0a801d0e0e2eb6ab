/** The command, the mapping, the poll file or the survey file asks for something that can't be done. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The API couldn't be reached, or answered what makes going on pointless. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
}
