import { parseArgs } from 'node:util';
import { tableName } from '../contracts/names.ts';
import { newInvitationSchema, roleNames } from '../contracts/people.ts';
import { invite } from '../domain/people/invitations.ts';
import { documentClient } from '../stores/clients.ts';
import { DynamoInvitationStore } from '../stores/dynamo-invitation-store.ts';
import { runCommand, UsageError } from './command.ts';

const help = `Invites the first people of a workspace of a deployed stage; they invite the others in the API.

  npm run people -- invite --workspace NAME --email ADDRESS [--role ${roleNames.join('|')}]

  --stage NAME      the stage (dev)
  --workspace NAME  which they join
  --email ADDRESS   with which they sign in
  --role ROLE       what they may do there (owner)

Prints the invitation's token, once: hand on the studio's address with "/#invitation=TOKEN" behind it. It is good for a
week. Region and credentials come from the environment, as for every AWS tool.

Exit status: 0 done, 1 it failed, 2 wrong usage.`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      stage: { type: 'string', default: 'dev' },
      workspace: { type: 'string' },
      email: { type: 'string' },
      role: { type: 'string', default: 'owner' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(help);
  if (positionals.join() !== 'invite') throw new UsageError('Say "invite"; --help tells more.');
  const { workspace: workspaceId } = values;
  if (!workspaceId) throw new UsageError('Name the --workspace.');
  const wanted = newInvitationSchema.safeParse({ email: values.email, role: values.role });
  if (!wanted.success) throw new UsageError(`Give an --email, and as --role one of ${roleNames.join(', ')}.`);
  const invitations = new DynamoInvitationStore(documentClient(), tableName(values.stage, 'polls'));
  const { token } = await invite(invitations, { workspaceId, ...wanted.data, now: Date.now() });
  console.log(token);
}

await runCommand('people', main);
