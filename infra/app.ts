import { App, Tags } from 'aws-cdk-lib';
import { readSettings, type Settings, SettingsError, type SettingsInput } from './config.ts';
import { deployedNames } from './names.ts';
import { contextSettings } from './settings/context.ts';
import { DataStack } from './stacks/data.ts';
import { InferenceStack } from './stacks/inference.ts';
import { MailStack } from './stacks/mail.ts';
import { OperationsStack } from './stacks/operations.ts';
import { SessionStack } from './stacks/session.ts';
import { WebStack } from './stacks/web.ts';

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
    description: 'Gen3D: mail identities and what becomes of mails',
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
  // The functions send by the configuration set's name.
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

/** A wrong setting is told in its sentence; a stack trace would hide it. */
function main(): void {
  try {
    buildApp().synth();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

if (import.meta.main) main();
