import { names } from '#contracts/names.ts';
import { mainStage, type Settings } from './config.ts';

/**
 * Resource names of one deployment. They end with the stage, except for `prod`.
 *
 * @example
 * deployedNames({ stage: 'prod' }).table; // 'Gen3DJobStatus'
 * deployedNames({ stage: 'dev' }).table; // 'Gen3DJobStatus-dev'
 */
export function deployedNames({ stage }: Pick<Settings, 'stage'>) {
  const staged = (name: string) => (stage === mainStage ? name : `${name}-${stage}`);
  return {
    stack: (part: string) => staged(`Gen3D-${part}`),
    /** @param handler name of its folder */
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
    /** Start of the sign-in domain; the account number follows. */
    signIn: staged(names.service),
    mailConfiguration: staged(names.mailConfiguration),
    dashboard: staged('Gen3D'),
    budget: staged(`${names.service}-monthly`),
    metricsNamespace: staged(names.metricsNamespace),
  };
}
export type DeployedNames = ReturnType<typeof deployedNames>;
