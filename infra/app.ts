import { App, Tags } from 'aws-cdk-lib';
import { readSettings, type Settings, type SettingsInput } from './config.ts';
import { DataStack } from './stacks/data.ts';
import { InferenceStack } from './stacks/inference.ts';
import { SessionStack } from './stacks/session.ts';

export interface BuildOptions {
  /** Where the cloud assembly is written; `cdk` sets it by itself. */
  readonly outdir?: string;
  readonly settings?: SettingsInput;
}

/**
 * Wires all stacks; works offline.
 * @throws SettingsError
 */
export function buildApp(options: BuildOptions = {}): App {
  const app = new App({ analyticsReporting: false, ...(options.outdir ? { outdir: options.outdir } : {}) });
  addStacks(app, readSettings(options.settings ?? contextSettings(app)));
  return app;
}

function addStacks(app: App, settings: Settings): void {
  const env = { region: settings.region, ...(settings.account ? { account: settings.account } : {}) };
  const data = new DataStack(app, 'Gen3D-Data', {
    env,
    settings,
    description: 'Gen3D: objects, sessions, users',
  });
  const inference = new InferenceStack(app, 'Gen3D-Inference', {
    env,
    settings,
    bucket: data.bucket,
    description: 'Gen3D: SAM 3 and SAM 3D Objects, asynchronous endpoint',
  });
  new SessionStack(app, 'Gen3D-Session', {
    env,
    settings,
    bucket: data.bucket,
    table: data.table,
    userPool: data.identity.userPool,
    successTopic: inference.successTopic,
    errorTopic: inference.errorTopic,
    description: 'Gen3D: API, state machine, functions',
  });
  Tags.of(app).add('project', 'gen3d');
}

/** `cdk -c gen3d='{"senderEmail": "…"}'`, or the member `gen3d` of cdk.json's context. */
function contextSettings(app: App): SettingsInput {
  const context: unknown = app.node.tryGetContext('gen3d');
  if (typeof context === 'string') return JSON.parse(context);
  return context && typeof context === 'object' ? context : {};
}

if (import.meta.main) buildApp().synth();
