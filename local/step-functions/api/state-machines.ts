import { z } from 'zod';
import { stepFunctionsErrors } from '../errors.ts';
import type { RevisionRow, StateMachineRow } from '../store/state-machines.ts';
import { Arn, checkName, PageSize, PageToken, pageSize, readPageToken, writePageToken } from './members.ts';
import { type ApiContext, type Operations, operation, seconds } from './operation.ts';

const Definition = z
  .string()
  .min(1)
  .max(1024 * 1024);
const Type = z.enum(['STANDARD', 'EXPRESS']).default('STANDARD');

const describe = operation(
  z.object({ stateMachineArn: Arn }),
  ({ stateMachines, store }, { stateMachineArn }) => {
    const stateMachine = stateMachines.get(stateMachineArn);
    return {
      ...summary(stateMachine),
      status: stateMachine.deleting === 1 ? 'DELETING' : 'ACTIVE',
      ...content(store.stateMachines.revision(stateMachine.revision)),
    };
  },
);

/** A deleted name can be created again once its old state machine is gone. */
const create = operation(
  z.object({ name: z.string(), definition: Definition, roleArn: Arn, type: Type }),
  async (context, { name, definition, roleArn, type }) => {
    const arn = `arn:aws:states:${context.region}:${context.accountId}:stateMachine:${checkName(name)}`;
    const stateMachine = await context.stateMachines.create({ arn, name, definition, roleArn, type });
    return { stateMachineArn: arn, creationDate: seconds(stateMachine.created) };
  },
);

const update = operation(
  z.object({ stateMachineArn: Arn, definition: Definition.optional(), roleArn: Arn.optional() }),
  async ({ stateMachines, store }, { stateMachineArn, definition, roleArn }) => {
    if (definition === undefined && roleArn === undefined)
      throw stepFunctionsErrors.missingRequiredParameter('definition, roleArn');
    const stateMachine = await stateMachines.update(stateMachineArn, { definition, roleArn });
    const { revision_id } = store.stateMachines.revision(stateMachine.revision);
    return { updateDate: seconds(stateMachine.updated), revisionId: revision_id };
  },
);

/** Deleting a missing state machine succeeds, as on AWS. */
const remove = operation(z.object({ stateMachineArn: Arn }), async ({ store, purger }, input) => {
  const stateMachine = store.stateMachines.find(input.stateMachineArn);
  if (stateMachine !== undefined) await purger.delete(stateMachine);
  return {};
});

const list = operation(z.object({ maxResults: PageSize, nextToken: PageToken }), ({ store }, input) => {
  const after = input.nextToken ? readPageToken(input.nextToken, 'machines') : 0;
  const limit = pageSize(input.maxResults);
  const rows = store.stateMachines.page(after, limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    stateMachines: shown.map(summary),
    ...(rows.length > limit && last !== undefined ? { nextToken: writePageToken(last.id, 'machines') } : {}),
  };
});

const describeForExecution = operation(z.object({ executionArn: Arn }), ({ store }, { executionArn }) => {
  const execution = store.executions.find(executionArn);
  if (execution === undefined) throw stepFunctionsErrors.executionDoesNotExist(executionArn);
  const { arn, name } = store.stateMachines.get(execution.machine);
  const revision = store.stateMachines.revision(execution.revision);
  return { stateMachineArn: arn, name, updateDate: seconds(revision.created), ...content(revision) };
});

export const stateMachineOperations: Operations = {
  CreateStateMachine: create,
  UpdateStateMachine: update,
  DeleteStateMachine: remove,
  DescribeStateMachine: describe,
  ListStateMachines: list,
  DescribeStateMachineForExecution: describeForExecution,
};

function summary(stateMachine: StateMachineRow) {
  const { arn, name, created } = stateMachine;
  return { stateMachineArn: arn, name, type: 'STANDARD', creationDate: seconds(created) };
}

function content(revision: RevisionRow) {
  return {
    definition: revision.definition,
    roleArn: revision.role_arn,
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    revisionId: revision.revision_id,
  };
}

/**
 * A state machine that can start executions. @throws AwsError StateMachineDoesNotExist, StateMachineDeleting
 */
export function startable({ stateMachines }: ApiContext, arn: string): StateMachineRow {
  const stateMachine = stateMachines.get(arn);
  if (stateMachine.deleting === 1) throw stepFunctionsErrors.stateMachineDeleting(arn);
  return stateMachine;
}
