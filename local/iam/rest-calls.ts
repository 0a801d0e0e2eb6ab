import { type AwsCall, arnIn, awsCall, type Place } from './aws-call.ts';

/** A request to a service that speaks REST: method and address say what is asked. */
export interface RestRequest {
  readonly method: string;
  /** Path and query at the service. */
  readonly url: URL;
  readonly body: object;
}

const schedulerOperations: Readonly<Record<string, string>> = {
  POST: 'CreateSchedule',
  PUT: 'UpdateSchedule',
  DELETE: 'DeleteSchedule',
  GET: 'GetSchedule',
};

/** The permissions that a request to EventBridge Scheduler needs; whoever names a role must be allowed to pass it on. */
export function schedulerCalls({ method, url, body }: RestRequest, place: Place): AwsCall[] {
  const { GroupName, Target } = body as { GroupName?: string; Target?: { RoleArn?: string } };
  const group = GroupName ?? url.searchParams.get('groupName') ?? 'default';
  const name = decodeURIComponent(url.pathname.replace(/^\/schedules\//, ''));
  const own = awsCall(
    `scheduler:${schedulerOperations[method] ?? method}`,
    arnIn(place, 'scheduler', `schedule/${group}/${name}`),
  );
  if (Target?.RoleArn === undefined) return [own];
  return [own, awsCall('iam:PassRole', Target.RoleArn, { 'iam:PassedToService': 'scheduler.amazonaws.com' })];
}

/** The permissions that a request to SES needs: mail goes out in the name of a domain that the account has proved. */
export function sesCalls({ method, url, body }: RestRequest, place: Place): AwsCall[] {
  if (method !== 'POST' || url.pathname !== '/v2/email/outbound-emails') return [awsCall(`ses:${method}`, '*')];
  const { FromEmailAddress = '' } = body as { FromEmailAddress?: string };
  const [, domain = ''] = FromEmailAddress.split('@');
  return [awsCall('ses:SendEmail', arnIn(place, 'ses', `identity/${domain}`), { 'ses:FromAddress': FromEmailAddress })];
}
