import { names } from '#tasks/core/names.ts';
import { mainStage, type Settings } from './config.ts';

/** Names of one deployment: the plan's for the stage `prod`, with the stage behind them for any other. */
export function deployedNames({ stage }: Pick<Settings, 'stage'>) {
  const staged = (name: string) => (stage === mainStage ? name : `${name}-${stage}`);
  return {
    stack: (part: string) => staged(`Gen3D-${part}`),
    /** Name of a function by its handler's. */
    function: (handler: string) => staged(`${names.service}-${handler}`),
    bucket: (prefix: string, account: string, region: string) => `${staged(prefix)}-${account}-${region}`,
    table: staged(names.table),
    stateMachine: staged(names.stateMachine),
    endpoint: staged(names.endpoint),
    repository: staged(names.repository),
    api: staged(names.api),
    userPool: staged(names.userPool),
    webClient: staged(names.webClient),
    identityPool: staged(names.identityPool),
    /** First label of the sign-in page's address, before the account. */
    signIn: staged(names.service),
    mailConfiguration: staged(names.mailConfiguration),
    dashboard: staged('Gen3D'),
    budget: staged(`${names.service}-monthly`),
    metricsNamespace: staged(names.metricsNamespace),
  };
}
export type DeployedNames = ReturnType<typeof deployedNames>;
