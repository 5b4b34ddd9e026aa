import { describeSessions } from '#test/support/session-body.ts';
import { Deployment, deployedTarget, deploymentVariable } from './target.ts';

const deployment = Deployment.parse(JSON.parse(process.env[deploymentVariable] ?? '{}'));

describeSessions(() => deployedTarget(deployment), 5 * deployment.patience);
