import { once } from 'node:events';
import { activateCompileCache } from '../../environment/compile-cache.ts';

/**
 * A local environment in a process of its own. The only argument is `ServerOptions` as JSON. The process loads its
 * modules, waits for the first IPC message, starts, and reports `ServerInfo`. SIGTERM stops it cleanly.
 */
const startSignal = once(process, 'message');
// Ends with the process that started it.
process.once('disconnect', () => process.exit());
activateCompileCache();
const [{ startEnvironment }, { ServerOptions }, { startFaults }] = await Promise.all([
  import('../../environment/environment.ts'),
  import('./options.ts'),
  import('../faults/faults.ts'),
]);
await startSignal;
const { folder, settings, faults, log } = ServerOptions.parse(JSON.parse(process.argv[2] ?? ''));
const testHooks = faults === undefined ? undefined : await startFaults(faults, log);
const environment = await startEnvironment({
  folder,
  port: 'free',
  settings,
  ...(testHooks && { testHooks }),
});
process.once('SIGTERM', async () => {
  await environment.close();
  await testHooks?.close();
  process.disconnect();
});
process.send?.({
  urls: environment.urls,
  clientId: environment.clientId,
  region: environment.region,
  credentials: environment.credentials,
  stateMachineArn: environment.stateMachineArns[0],
  bucket: environment.bucketNames.find((name) => name.startsWith('gen3d-data-bucket')),
  table: environment.tableNames[0],
});
