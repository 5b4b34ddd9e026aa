import { encode } from 'fast-png';
import { type CommandFolder, commandFolder, type Ran, type RunSettings } from '../command.ts';
import { type FakeGen3d, startFakeGen3d } from '../fake-gen3d.ts';
import { statusWith } from '../statuses.ts';

export const png = new Uint8Array(
  encode({ width: 64, height: 64, channels: 3, data: new Uint8Array(64 * 64 * 3) }),
);
const meshStats = { num_points: 10_000, file_size_mb: 0.15, has_colors: true, mask_coverage_percent: 20 };
const model = { name: 'gen3d-preview', revision: '1', preview: true };
export const waiting = statusWith({
  status: 'awaiting_mask',
  stage: 'awaiting_mask',
  progress: 40,
  mask_round: 0,
});
export const building = statusWith({ task: 'reconstruction', stage: 'reconstructing', progress: 70 });
export const completed = statusWith({
  status: 'completed',
  stage: 'done',
  progress: 100,
  mesh_stats: meshStats,
  model,
  mail: 'sent',
});

/** A folder with a photo and a mask, signed in to a Gen3D of the test's own. */
export interface CommandEnvironment extends AsyncDisposable {
  readonly folder: CommandFolder;
  readonly gen3d: FakeGen3d;
  /** Calls `gen3d` with that line. */
  run(line: string, settings?: RunSettings): Promise<Ran>;
  /** The requests of a route, `METHOD /path`. */
  sent(route: string): FakeGen3d['requests'];
}

export async function commandEnvironment(): Promise<CommandEnvironment> {
  const folder = await commandFolder();
  const gen3d = await startFakeGen3d();
  await folder.signInTo(gen3d.apiUrl);
  await folder.file('photo.png', png);
  await folder.file('mask.png', png);
  return {
    folder,
    gen3d,
    run: (line, settings = {}) => folder.run(line, { env: { GEN3D_API: gen3d.apiUrl }, ...settings }),
    sent: (route) => gen3d.requests.filter(({ method, path }) => `${method} ${path}` === route),
    async [Symbol.asyncDispose]() {
      await gen3d[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
