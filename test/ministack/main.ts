import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { location } from '#local/environment/assembly/read-assembly.ts';
import { freePort } from '#local/environment/ports.ts';
import { Aws } from '#test/deployed/aws.ts';
import { discover } from '#test/deployed/discover.ts';
import { testDeployment } from '#test/deployed/run.ts';
import { type StackResource, stackResources } from '#test/deployed/stack.ts';
import type { Deployment } from '#test/deployed/target.ts';
import { changedAssembly } from './assembly.ts';
import { Cdk, type StackOutputs } from './cdk.ts';
import { placeholder } from './changes.ts';
import { differences } from './differences.ts';
import { EndpointOutputs } from './endpoint.ts';
import { startInference } from './inference.ts';
import { report } from './report.ts';
import { credentials, type MiniStack, startMiniStack } from './server.ts';
import { publishStatusChanges } from './status-events.ts';

/**
 * `npm run test:ministack`: deploys every stack to MiniStack with the `cdk` command and runs the end-to-end tests
 * against it. `--keep` keeps the folder with the logs.
 */
const { values } = parseArgs({ options: { keep: { type: 'boolean', default: false } } });

async function main(): Promise<number> {
  await using undo = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-ministack-'));
  if (values.keep) console.log(`Logs: ${folder}`);
  else process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

  const assembly = await step('Synthesized', changedAssembly(join(folder, 'assembly'), differences));
  const port = await freePort();
  const sagemakerUrl = `http://127.0.0.1:${port}`;
  const server = undo.use(await step('Started', startMiniStack({ folder, sagemakerUrl })));
  const cdk = new Cdk(server, folder);
  await step('Bootstrapped', cdk.bootstrap(assembly.folder));
  const outputs = await step('Deployed', cdk.deploy(assembly.folder));
  const stacks = await resourcesOf(server, assembly.stacks);
  console.log(`\n${report(stacks, assembly.applied)}\n`);

  const deployment = await deploymentOn(server, [...stacks.values()].flat());
  undo.use(
    await startInference({
      folder: join(folder, 'sagemaker'),
      port,
      url: server.url,
      outputs: endpointIn(outputs),
    }),
  );
  undo.use(publishStatusChanges(server.url, deployment.stateMachineArn));
  return await testDeployment(deployment, server.environment);
}

async function step<T>(name: string, work: Promise<T>): Promise<T> {
  const start = Date.now();
  const done = await work;
  console.log(`${name} in ${((Date.now() - start) / 1_000).toFixed(1)} s`);
  return done;
}

async function resourcesOf(
  server: MiniStack,
  stacks: readonly string[],
): Promise<Map<string, readonly StackResource[]>> {
  const aws = awsOf(server.url);
  const found = new Map<string, readonly StackResource[]>();
  for (const stack of stacks) {
    const resources = await stackResources(aws, stack);
    found.set(
      stack,
      resources.filter(({ type }) => type !== placeholder),
    );
  }
  return found;
}

function endpointIn(outputs: StackOutputs) {
  return EndpointOutputs.parse(Object.assign({}, ...Object.values(outputs)));
}

async function deploymentOn({ url }: MiniStack, resources: readonly StackResource[]): Promise<Deployment> {
  const found = await discover(awsOf(url), resources);
  const [, id = '', stage = ''] = /^https:\/\/(\w+)\.[^/]+\/(\w+)$/.exec(found.apiUrl) ?? [];
  return {
    ...found,
    endpoint: url,
    apiUrl: `${url}/_aws/execute-api/${id}/${stage}`,
    mailTo: 'user@example.com',
    inbox: { kind: 'ministack', url: `${url}/_ministack/ses/messages` },
    patience: 120_000,
  };
}

function awsOf(url: string): Aws {
  return new Aws({ region: location.region, endpoint: url, credentials });
}

/** Child processes end with this process. */
const timeout = setTimeout(() => {
  console.error('test:ministack timed out after 15 minutes.');
  process.exit(1);
}, 15 * 60_000);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

process.exitCode = await step('Done', main());
clearTimeout(timeout);
