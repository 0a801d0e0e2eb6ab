import { parseArgs, styleText } from 'node:util';
import { runCommand, UsageError, wholeNumber } from '../command.ts';
import { drop, dropAll, look, moveOneByOne } from './messages.ts';
import { runMoveTask } from './move-task.ts';
import { type Place, placeInAws, placeOnLaptop } from './place.ts';
import { type DeadLetterQueue, deadLetterQueues } from './queues.ts';

const help = `Shows the work that nobody could do, and puts it back or throws it away.

  npm run dlq -- list
  npm run dlq -- show QUEUE [--most 10] [--bodies]
  npm run dlq -- redrive QUEUE
  npm run dlq -- drop QUEUE (--id ID ... | --all)

  QUEUE          a name that "list" tells
  --stage NAME   the stage in AWS (dev); region and credentials come from the environment
  --laptop [URL] a backend that "npm start" runs, instead of AWS (http://localhost:3000)
  --region NAME  of a laptop that runs several: the first if left out
  --bodies       shows what the messages say: answers of voters among it

Mend the cause first; the runbook has a page for each queue. Putting back is safe: every worker takes repeated
messages. What a stream or a schedule gave up isn't put back by SQS: the runbook says how.

Exit status: 0 done; 1 it failed; 2 wrong usage. "list" ends with 0 whether there are dead letters or not.`;

const options = {
  stage: { type: 'string', default: 'dev' },
  laptop: { type: 'boolean', default: false },
  region: { type: 'string' },
  most: { type: 'string', default: '10' },
  bodies: { type: 'boolean', default: false },
  id: { type: 'string', multiple: true, default: [] as string[] },
  all: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  if (values.help) return console.log(help);
  const addresses = positionals.filter((word) => /^https?:/.test(word));
  const [command, name, ...more] = positionals.filter((word) => !addresses.includes(word));
  if (more.length > 0 || addresses.length > (values.laptop ? 1 : 0))
    throw new UsageError('Too much; --help tells more.');
  const place = values.laptop
    ? await placeOnLaptop(addresses[0] ?? 'http://localhost:3000', values.region)
    : await placeInAws(values.stage);
  try {
    const queues = await deadLetterQueues(place.client, place.queues);
    if (command === 'list' && name === undefined) return printQueues(queues);
    const queue = chosen(queues, name);
    if (command === 'show') await show(place, queue, wholeNumber('most', values.most), values.bodies);
    else if (command === 'redrive') await redrive(place, queue);
    else if (command === 'drop') await throwAway(place, queue, new Set(values.id), values.all);
    else throw new UsageError('Say "list", "show", "redrive" or "drop"; --help tells more.');
  } finally {
    place.client.destroy();
  }
}

function chosen(queues: readonly DeadLetterQueue[], name: string | undefined): DeadLetterQueue {
  const queue = queues.find((candidate) => candidate.name === name);
  if (queue) return queue;
  throw new UsageError(`Name one of ${queues.map((known) => known.name).join(', ')}.`);
}

function printQueues(queues: readonly DeadLetterQueue[]): void {
  const width = Math.max(5, ...queues.map(({ name }) => name.length));
  console.log(`${'queue'.padEnd(width)} messages  comes from`);
  for (const { name, messages, source } of queues) {
    const line = `${name.padEnd(width)} ${String(messages).padStart(8)}  ${source ? 'a queue' : 'a stream or a schedule'}`;
    console.log(messages > 0 ? styleText('red', line, { stream: process.stdout }) : line);
  }
}

async function show({ client }: Place, { url }: DeadLetterQueue, most: number, bodies: boolean): Promise<void> {
  const letters = await look(client, url, most);
  if (letters.length === 0) console.log('No message shows itself now.');
  for (const { id, sentAt, receives, bytes, attributes, body } of letters) {
    const told = Object.entries(attributes).map(([attribute, value]) => `${attribute}=${value}`);
    console.log([id, sentAt, `received ${receives} times`, `${bytes} bytes`, ...told].join('  '));
    if (bodies) console.log(`  ${body}`);
  }
}

async function redrive({ client, isAws }: Place, { name, url, arn, source }: DeadLetterQueue): Promise<void> {
  if (!source) {
    throw new Error(
      `${name} holds what a stream or a schedule gave up: docs/operations/runbooks/README.md says what to do.`,
    );
  }
  const progress = (moved: number, all: number) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${moved} of ${all} messages\u001b[K`);
  };
  const moved = isAws
    ? await runMoveTask(client, { from: arn, to: source.arn }, progress)
    : await moveOneByOne(client, url, source.url);
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  console.log(`Put back ${moved} ${moved === 1 ? 'message' : 'messages'}.`);
}

async function throwAway(
  place: Place,
  { url }: DeadLetterQueue,
  ids: ReadonlySet<string>,
  all: boolean,
): Promise<void> {
  if (all === ids.size > 0) throw new UsageError('Say --all, or which by --id; "show" tells the ids.');
  if (all) {
    await dropAll(place.client, url);
    console.log('Dropped all.');
    return;
  }
  const dropped = await drop(place.client, url, ids);
  if (dropped < ids.size)
    throw new Error(`Dropped ${dropped}; ${ids.size - dropped} did not show themselves, or are gone.`);
  console.log(`Dropped ${dropped}.`);
}

await runCommand('dlq', main);
