import { startHome } from '#local/home.ts';
import { ChildOptions } from './child-options.ts';
import { startFaults } from './faults/faults.ts';

/**
 * The home that chaos kills: `startHome` in a process of its own, told by its only argument how. It says where
 * it is to be found over IPC, and stops cleanly on SIGTERM.
 */
const { folder, settings, faults, log } = ChildOptions.parse(JSON.parse(process.argv[2] ?? ''));
const seams = faults === undefined ? undefined : await startFaults(faults, log);
const home = await startHome({ folder, port: 'free', settings, ...(seams && { seams }) });
process.once('SIGTERM', async () => {
  await home.close();
  await seams?.close();
  process.disconnect();
});
// A home without its driver is nobody's.
process.once('disconnect', () => process.exit());
process.send?.({
  urls: home.urls,
  clientId: home.clientId,
  region: home.region,
  credentials: home.credentials,
  machineArn: home.stateMachineArns[0],
  bucket: home.bucketNames.find((name) => name.startsWith('gen3d-data-bucket')),
  table: home.tableNames[0],
});
