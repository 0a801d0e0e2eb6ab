import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs, styleText } from 'node:util';
import { headers } from '../contracts/headers.ts';
import { tracingVariables } from '../contracts/tracing.ts';
import { Faults, presets, readChaos } from './chaos/faults.ts';
import { onEndingSignal } from './ending-signals.ts';
import { ExplainedError } from './explained-error.ts';
import type { Region } from './regions/region.ts';
import { type Runtime, startRuntime } from './runtime.ts';
import { seedKey, seedPoll } from './seed.ts';

const help = `Runs Groundswell on this machine, as the CDK app describes it. Needs no AWS account.

npm start -- [--port 3000] [--stage dev] [--regions 1] [--data FOLDER] [--max-instances 4] [--chaos NAME|FILE] [--seed N]
             [--enforce-iam] [--otlp URL]

  --port           where the API listens
  --stage          whose configuration is used: dev, staging, production, preview-<branch>, pr-<number>
  --regions        how many regions run, with replicated tables, behind one front door
  --data           keeps polls, responses and results in a folder; without it they end with the program
  --max-instances  instances of each function at once
  --chaos          what the platform does to the system: ${Object.keys(presets).join(', ')}, or a JSON file of probabilities
  --seed           makes the faults' draws repeat themselves
  --enforce-iam    denies calls that the functions' policies don't allow, and says so
  --otlp           where traces go besides, such as http://localhost:4318 for Jaeger; also as OTEL_EXPORTER_OTLP_ENDPOINT

With several regions, type "stop REGION" or "start REGION" while it runs, or POST /_local/regions/REGION/stop.`;

const startedAt = performance.now();
const bold = (words: string) => styleText('bold', words, { stream: process.stdout });

function report(step: string): void {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1).padStart(5);
  console.log(`${styleText('dim', `${seconds} s`, { stream: process.stdout })}  ${step}`);
}

function introduce(runtime: Runtime, apiKey: string, pollId: string): void {
  const poll = `${runtime.apiUrl}/polls/${pollId}`;
  const at = runtime.apiUrl === 'http://localhost:3000' ? '' : ` -- --url ${runtime.apiUrl}`;
  console.log(`
${bold('Studio')}       ${runtime.apiUrl}/#key=${apiKey}
${bold('API')}          ${runtime.apiUrl}
${bold('API key')}      ${apiKey}
${bold('Sample poll')}  ${pollId}

Try it:
  curl ${poll}/ballot
  TOKEN=$(curl -s -X POST ${poll}/devices | sed 's/.*"voterToken":"\\([^"]*\\)".*/\\1/')
  curl ${poll}/responses -H "${headers.voterToken}: $TOKEN" -d '{"answers":{"lunch":"pizza"}}'
  curl ${poll}/results
  curl ${runtime.apiUrl}/polls -H '${headers.apiKey}: ${apiKey}'

Status, metrics: ${runtime.apiUrl}/status, ${runtime.apiUrl}/metrics
Traces: npm run trace${at}
Functions log to .groundswell/logs. Ctrl-C ends it.`);
}

/** @throws ExplainedError for a number that is none */
function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= 65_535) return number;
  throw new ExplainedError(`--${name} takes a whole number from ${least} to 65535, not "${text}".`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '3000' },
      stage: { type: 'string', default: 'dev' },
      data: { type: 'string' },
      'max-instances': { type: 'string', default: '4' },
      regions: { type: 'string', default: '1' },
      chaos: { type: 'string', default: 'none' },
      seed: { type: 'string' },
      'enforce-iam': { type: 'boolean', default: false },
      otlp: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const seed = values.seed === undefined ? randomInt(65_536) : wholeNumber('seed', values.seed, 0);
  const faults = values.chaos === 'none' ? undefined : new Faults(readChaos(values.chaos), seed);
  if (faults) report(`Chaos "${values.chaos}" with --seed ${seed}`);
  let runtime: Runtime | undefined;
  let ending = false;
  onEndingSignal((exitCode) => {
    // Before all is up there is nothing to end in good order; servers go with the program.
    if (ending || !runtime) process.exit(exitCode);
    ending = true;
    console.log('\nEnding; once more to end at once.');
    runtime.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(String(error));
        process.exit(1);
      },
    );
  });
  const otlp = values.otlp ?? process.env[tracingVariables.endpoint];
  runtime = await startRuntime({
    port: wholeNumber('port', values.port, 0),
    stage: values.stage,
    mostInstances: wholeNumber('max-instances', values['max-instances'], 1),
    regions: wholeNumber('regions', values.regions, 1),
    onStep: report,
    enforceIam: values['enforce-iam'],
    onDenied: report,
    traces: otlp ? { passOnTo: otlp } : {},
    ...(faults ? { faults } : {}),
    ...(values.data === undefined ? {} : { dataFolder: resolve(values.data) }),
  });
  try {
    const apiKey = await seedKey(runtime);
    const pollId = await seedPoll(runtime.apiUrl, apiKey);
    report('Made an API key and a sample poll');
    introduce(runtime, apiKey, pollId);
  } catch (error) {
    // Whoever ends it while it starts cuts off the very requests that make the sample.
    if (ending) return;
    throw error;
  }
  if (runtime.regions.length > 1) takeCommands(runtime.regions);
}

/** Stops and starts regions as the person at the keyboard says. */
function takeCommands(regions: readonly Region[]): void {
  console.log(
    `Regions: ${regions.map(({ name }) => name).join(', ')}. Type "stop ${regions[0]?.name}" to see it fail.`,
  );
  createInterface(process.stdin).on('line', (line) => {
    const [action, name] = line.trim().split(/\s+/);
    const region = regions.find((candidate) => candidate.name === name);
    if (!region || (action !== 'stop' && action !== 'start')) {
      console.log(`Type "stop" or "start" and one of ${regions.map((known) => known.name).join(', ')}.`);
      return;
    }
    const done = action === 'stop' ? region.suspend() : region.resume();
    done.then(
      () => report(`${region.name} is ${region.isRunning ? 'up' : 'down'}`),
      (error: unknown) => console.error(String(error)),
    );
  });
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof ExplainedError) && !isUsage) throw error;
  console.error(error.message);
  process.exit(isUsage ? 2 : 1);
}
