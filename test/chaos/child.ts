import { once } from 'node:events';
import { keepCompiled } from '#local/home/compiled.ts';

/**
 * The home that chaos kills: `startHome` in a process of its own, told by its only argument how. It begins when
 * it is told to over IPC, with all its modules loaded, says there where it is to be found, and stops cleanly on
 * SIGTERM.
 */
const told = once(process, 'message');
// A home without its driver is nobody's.
process.once('disconnect', () => process.exit());
keepCompiled();
const [{ startHome }, { ChildOptions }, { startFaults }] = await Promise.all([
  import('#local/home.ts'),
  import('./child-options.ts'),
  import('./faults/faults.ts'),
]);
await told;
const { folder, settings, faults, log } = ChildOptions.parse(JSON.parse(process.argv[2] ?? ''));
const seams = faults === undefined ? undefined : await startFaults(faults, log);
const home = await startHome({ folder, port: 'free', settings, ...(seams && { seams }) });
process.once('SIGTERM', async () => {
  await home.close();
  await seams?.close();
  process.disconnect();
});
process.send?.({
  urls: home.urls,
  clientId: home.clientId,
  region: home.region,
  credentials: home.credentials,
  machineArn: home.stateMachineArns[0],
  bucket: home.bucketNames.find((name) => name.startsWith('gen3d-data-bucket')),
  table: home.tableNames[0],
});
