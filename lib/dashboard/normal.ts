/** What is normal in a part of a region, in a sentence or two, by the part's name. */
const normal: Readonly<Record<string, string>> = {
  Polls: 'Few calls, by people who manage polls. `authorizeKey` answers from API Gateway’s memory for a minute.',
  Responses:
    'Voting takes some 25 ms. The queue is a second old; in a burst it grows and drains within minutes, which is what it is for.',
  Results:
    'Streams are a second or two old. `getResults` is called once a second and poll for all viewers together; `recountPoll` may take minutes.',
  Audience: 'Quiet, but half an hour before a poll with an `audience` opens, and after it has closed.',
  Health: 'Called by Route 53 some two times a second, where the stage has a domain.',
  Events: 'Streams are a second or two old. Announcements end their minute; schedules have their own time.',
  Exports: 'A big export takes an hour and many calls. Nobody’s votes wait for it.',
  Insights: 'Big polls take minutes. Nobody’s votes wait for it.',
  Erasure: 'Messages wait for a quarter of an hour on purpose, for the second look.',
  Archive: 'Hours are normal for big polls; responses leave the table only when the archive has proved them.',
  Abuse: 'Quiet, but when somebody looks for abuse. Big polls take minutes. Nobody’s votes wait for it.',
  Media: 'A picture takes seconds. The function’s cold start is slow.',
  Notifications: 'Wake-ups wait for up to a quarter of an hour on purpose. Slow endpoints are others’.',
  Deployments: 'Five minutes of two versions beside each other after each deployment, in staging and production.',
  Quotas: 'At 60 % there is time to plan, at 80 % it is time to act.',
};

/** What is normal there. */
export function normalOf(name: string): string {
  return normal[name] ?? 'No errors, no throttles, no dead letters.';
}
