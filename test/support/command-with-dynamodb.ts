import { startDynamoDb } from '../../local/servers/dynamodb.ts';
import { runCommand } from '../../tools/command.ts';

/** A command that has an embedded DynamoDB, says so, and then waits for whoever ends it. */
await runCommand('waiting', async () => {
  await startDynamoDb(undefined);
  console.log('started');
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});
