/** Names the folder in which all tests write down who called what: `test/least-privilege` holds that against the policies. */
export const callsVariable = 'GROUNDSWELL_CALLS';
