import { App, Tags } from 'aws-cdk-lib';
import { runCommand } from './command.ts';
import { readSettings, type Settings, type SettingsInput } from './config.ts';
import { deployedNames } from './names.ts';
import { contextSettings } from './settings/context.ts';
import { DataStack } from './stacks/data.ts';
import { InferenceStack } from './stacks/inference.ts';
import { MailStack } from './stacks/mail.ts';
import { OperationsStack } from './stacks/operations.ts';
import { SessionStack } from './stacks/session.ts';
import { WebStack } from './stacks/web.ts';

export interface BuildOptions {
  /** Folder of the cloud assembly. The `cdk` command sets its own. */
  readonly outdir?: string;
  readonly settings?: SettingsInput;
}

/**
 * Builds the app with all its stacks. Works offline.
 * @throws SettingsError
 *
 * @example
 * buildApp({ outdir: 'cdk.out', settings: { stage: 'dev' } }).synth();
 */
export function buildApp(options: BuildOptions = {}): App {
  const app = new App({ analyticsReporting: false, ...(options.outdir ? { outdir: options.outdir } : {}) });
  addStacks(app, readSettings(options.settings ?? contextSettings((name) => app.node.tryGetContext(name))));
  return app;
}

function addStacks(app: App, settings: Settings): void {
  const env = { region: settings.region, ...(settings.account ? { account: settings.account } : {}) };
  const deployed = deployedNames(settings);
  const shared = { env, settings };
  const data = new DataStack(app, deployed.stack('Data'), {
    ...shared,
    description: 'Gen3D: objects, sessions, users, images',
  });
  const inference = new InferenceStack(app, deployed.stack('Inference'), {
    ...shared,
    bucket: data.bucket,
    repository: data.repository,
    description: 'Gen3D: SAM 3 and SAM 3D Objects, asynchronous endpoint',
  });
  const mail = new MailStack(app, deployed.stack('Mail'), {
    ...shared,
    description: 'Gen3D: email identities and delivery events',
  });
  const session = new SessionStack(app, deployed.stack('Session'), {
    ...shared,
    bucket: data.bucket,
    table: data.table,
    userPool: data.identity.userPool,
    successTopic: inference.successTopic,
    errorTopic: inference.errorTopic,
    description: 'Gen3D: API, state machine, functions',
  });
  // The functions refer to the configuration set by name.
  session.addStackDependency(mail);
  new WebStack(app, deployed.stack('Web'), {
    ...shared,
    bucket: data.bucket,
    identity: data.identity,
    apiUrl: session.apiUrl,
    description: 'Gen3D: the web page',
  });
  const operations = new OperationsStack(app, deployed.stack('Operations'), {
    ...shared,
    description: 'Gen3D: dashboard, alarms, queries, budget',
  });
  for (const watched of [session, inference]) operations.addStackDependency(watched);
  Tags.of(app).add('project', 'gen3d');
  Tags.of(app).add('stage', settings.stage);
}

if (import.meta.main) await runCommand(() => buildApp().synth());
