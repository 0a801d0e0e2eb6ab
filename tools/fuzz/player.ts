import { headers } from '../../contracts/headers.ts';
import { signAuthenticated, signDevice } from '../../domain/responses/voter.ts';
import type { Operation } from './description.ts';
import type { ManageStep, Scenario, Sent, tamperings, VoteStep } from './scenarios.ts';
import { type Got, sendRaw } from './send.ts';
import type { OpenPoll, World } from './world.ts';

/** Whom the scenarios are played against, and what is known there. */
export interface Stage {
  readonly url: string;
  readonly key: string;
  readonly world: World;
  readonly operations: readonly Operation[];
  /** Ids that answers have told, newest last. */
  readonly known: string[];
}

/** Operations that would take from a poll whose votes are counted. */
const removing: readonly string[] = ['eraseVoter', 'deletePoll', 'archivePoll', 'restorePoll', 'closePoll'];
const mostKnown = 200;
/** Voters of one poll whom a code or a name makes: some come twice. */
const mostNamed = 500;

/** Does what a scenario says, one step after the other. @param draw a number of its own, for what must not repeat */
export async function play(stage: Stage, scenario: Scenario, draw: number): Promise<void> {
  if (scenario.kind === 'votes') return await playVotes(stage, scenario, draw);
  if (scenario.kind === 'manages') return await playManages(stage, scenario.steps);
  if (scenario.kind === 'path') {
    await sendRaw(stage.url, scenario.method, scenario.path, { headers: {} });
    return;
  }
  const operation = stage.operations[scenario.operation % stage.operations.length];
  if (!operation) return;
  const path = wildPath(stage, operation, scenario.steps);
  const key: Sent['headers'] = scenario.withKey ? { [headers.apiKey]: stage.key } : {};
  const sent = { ...scenario.sent, headers: { ...key, ...scenario.sent.headers } };
  remember(stage, await sendRaw(stage.url, operation.method, path + scenario.query, sent));
}

function wildPath({ world, known }: Stage, { id, template }: Operation, steps: readonly (number | string)[]): string {
  const polls = removing.includes(id) ? world.scratch : [...world.scratch, ...world.polls.map((poll) => poll.id)];
  let next = 0;
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const step = steps[next++ % steps.length] ?? 0;
    if (typeof step === 'string') return step;
    if (name === 'questionId') return ['one', 'rank', 'words', 'grid'][step % 4] ?? 'one';
    const ids = name === 'pollId' ? polls : known;
    return ids[step % Math.max(1, ids.length)] ?? 'none';
  });
}

/** Ids of whatever was made, but no poll's: those of the world have parts to play. */
function remember({ known }: Stage, { json }: Got): void {
  const id = json?.id ?? json?.responseId;
  if (typeof id !== 'string' || json?.questions !== undefined) return;
  known.push(id);
  if (known.length > mostKnown) known.shift();
}

async function playVotes(
  stage: Stage,
  { poll: index, steps }: { poll: number; steps: readonly VoteStep[] },
  draw: number,
): Promise<void> {
  const poll = stage.world.polls[index % stage.world.polls.length];
  if (!poll) return;
  const path = `/polls/${poll.id}`;
  let token = await tokenOf(stage, poll, draw);
  let last: Sent | undefined;
  let responseId = 'none';
  for (const step of steps) {
    if (step.kind === 'new-token') token = await tokenOf(stage, poll, draw + 1);
    else if (step.kind === 'status')
      await sendRaw(stage.url, 'GET', `${path}/responses/${responseId}`, { headers: {} });
    else if (step.kind === 'vote' || step.kind === 'again') {
      if (step.kind === 'vote') {
        const tampered = tamper(token, step.tampering);
        const own: Sent['headers'] = tampered === undefined ? {} : { [headers.voterToken]: tampered };
        last = { ...step.sent, headers: { ...step.sent.headers, ...own } };
      }
      if (!last) continue;
      const got = await sendRaw(stage.url, 'POST', `${path}/responses`, last);
      remember(stage, got);
      if (typeof got.json?.responseId === 'string') responseId = got.json.responseId;
    } else {
      await sendRaw(stage.url, 'GET', `${path}/${step.kind}`, { headers: { [headers.voterToken]: token } });
    }
  }
}

/** A token as the poll asks for. */
async function tokenOf({ url, key }: Stage, { id, voters }: OpenPoll, draw: number): Promise<string> {
  const keyed = { headers: { [headers.apiKey]: key } };
  const post = async (path: string, body: object | undefined, { headers: more }: Sent) => {
    const sent = body === undefined ? { headers: more } : { headers: more, body: JSON.stringify(body) };
    return (await sendRaw(url, 'POST', `/polls/${id}/${path}`, sent)).json;
  };
  if (voters === 'authenticated') {
    const told = await post('voter-tokens', { voter: `voter ${draw % mostNamed}` }, keyed);
    return String(told?.voterToken);
  }
  if (voters === 'codes') {
    const issued = await post('codes', { count: 1 }, keyed);
    const [code] = Array.isArray(issued?.codes) ? issued.codes : [];
    return String((await post('voters', { code }, { headers: {} }))?.voterToken);
  }
  return String((await post('devices', undefined, { headers: {} }))?.voterToken);
}

/** @returns undefined for none at all */
function tamper(token: string, how: (typeof tamperings)[number]): string | undefined {
  const [kind = '', poll = '', voter = '', signature = ''] = token.split('.');
  const flipped = (text: string) => text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A');
  const ways: Record<(typeof tamperings)[number], () => string | undefined> = {
    none: () => token,
    missing: () => undefined,
    cut: () => token.slice(0, -3),
    flip: () => flipped(token),
    kind: () =>
      ['d', 'a', 'c'].filter((other) => other !== kind).map((other) => [other, poll, voter, signature].join('.'))[0],
    poll: () => signDevice('not the secret', poll),
    voter: () => signAuthenticated('not the secret', { id: poll, salt: 'salt' }, voter),
    longer: () => `${token}.${'x'.repeat(4_000)}`,
    junk: () => '....',
  };
  return ways[how]();
}

async function playManages(stage: Stage, steps: readonly ManageStep[]): Promise<void> {
  let poll = stage.world.scratch[0] ?? 'none';
  for (const { kind, sent } of steps) {
    const keyed = { ...sent, headers: { [headers.apiKey]: stage.key, ...sent.headers } };
    const path = `/polls/${poll}`;
    const ask = (method: string, at: string) => sendRaw(stage.url, method, at, keyed);
    if (kind === 'create') {
      const { status, json } = await ask('POST', '/polls');
      if (status === 201 && typeof json?.id === 'string') poll = json.id;
    } else if (kind === 'update') await ask('PATCH', path);
    else if (kind === 'get') await ask('GET', path);
    else if (kind === 'delete') await ask('DELETE', path);
    else if (kind === 'export') remember(stage, await ask('POST', `${path}/exports`));
    else await ask('POST', `${path}/${kind}`);
  }
}
