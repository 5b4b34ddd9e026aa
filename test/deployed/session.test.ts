import { describeSessions } from '#test/e2e/session-body.ts';
import { Deployment, deployedPlace, deploymentVariable } from './place.ts';

const deployment = Deployment.parse(JSON.parse(process.env[deploymentVariable] ?? '{}'));

describeSessions(() => deployedPlace(deployment), 5 * deployment.patience);
