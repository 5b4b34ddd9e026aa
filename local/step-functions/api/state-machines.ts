import { z } from 'zod';
import { stepFunctionsErrors } from '../errors.ts';
import type { MachineRow, RevisionRow } from '../store/machines.ts';
import { Arn, checkName, PageSize, PageToken, pageSize, readPageToken, writePageToken } from './members.ts';
import { type Home, type Operations, operation, seconds } from './operation.ts';

const Definition = z
  .string()
  .min(1)
  .max(1024 * 1024);
const Type = z.enum(['STANDARD', 'EXPRESS']).default('STANDARD');

const describe = operation(z.object({ stateMachineArn: Arn }), ({ machines, store }, { stateMachineArn }) => {
  const machine = machines.get(stateMachineArn);
  return {
    ...summary(machine),
    status: machine.deleting === 1 ? 'DELETING' : 'ACTIVE',
    ...content(store.machines.revision(machine.revision)),
  };
});

/** A machine of a deleted name is only made new once the old one is gone. */
const create = operation(
  z.object({ name: z.string(), definition: Definition, roleArn: Arn, type: Type }),
  async (home, { name, definition, roleArn, type }) => {
    const arn = `arn:aws:states:${home.region}:${home.accountId}:stateMachine:${checkName(name)}`;
    const machine = await home.machines.create({ arn, name, definition, roleArn, type });
    return { stateMachineArn: arn, creationDate: seconds(machine.created) };
  },
);

const update = operation(
  z.object({ stateMachineArn: Arn, definition: Definition.optional(), roleArn: Arn.optional() }),
  async ({ machines, store }, { stateMachineArn, definition, roleArn }) => {
    if (definition === undefined && roleArn === undefined)
      throw stepFunctionsErrors.missingRequiredParameter('definition, roleArn');
    const machine = await machines.update(stateMachineArn, { definition, roleArn });
    const { revision_id } = store.machines.revision(machine.revision);
    return { updateDate: seconds(machine.updated), revisionId: revision_id };
  },
);

/** Deleting what is not there is a success, as on AWS. */
const remove = operation(z.object({ stateMachineArn: Arn }), async ({ store, removal }, input) => {
  const machine = store.machines.find(input.stateMachineArn);
  if (machine !== undefined) await removal.delete(machine);
  return {};
});

const list = operation(z.object({ maxResults: PageSize, nextToken: PageToken }), ({ store }, input) => {
  const after = input.nextToken ? readPageToken(input.nextToken, 'machines') : 0;
  const limit = pageSize(input.maxResults);
  const rows = store.machines.page(after, limit + 1);
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
  const { arn, name } = store.machines.get(execution.machine);
  const revision = store.machines.revision(execution.revision);
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

function summary(machine: MachineRow) {
  const { arn, name, created } = machine;
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

/** The state machine of a Start or List call. @throws AwsError StateMachineDoesNotExist, StateMachineDeleting */
export function startable({ machines }: Home, arn: string): MachineRow {
  const machine = machines.get(arn);
  if (machine.deleting === 1) throw stepFunctionsErrors.stateMachineDeleting(arn);
  return machine;
}
