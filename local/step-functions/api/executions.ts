import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { executionArn } from '#contracts/names.ts';
import { isJson } from '#state-machines/asl/json.ts';
import { stepFunctionsErrors } from '../errors.ts';
import { nameOf } from '../runtime/loader.ts';
import { type ExecutionRow, ExecutionStatus, newRow } from '../store/executions.ts';
import { describeExecution } from './describe-execution.ts';
import {
  Arn,
  Cause,
  checkName,
  ErrorName,
  PageSize,
  PageToken,
  Payload,
  pageSize,
  readPageToken,
  writePageToken,
} from './members.ts';
import { type ApiContext, type Operations, operation, seconds } from './operation.ts';
import { startable } from './state-machines.ts';

const start = operation(
  z.object({ stateMachineArn: Arn, name: z.string().nullish(), input: Payload.nullish() }),
  async (context, { stateMachineArn, name, input }) => {
    const stateMachine = startable(context, stateMachineArn);
    const text = input ?? '{}';
    if (!isJson(text)) throw stepFunctionsErrors.invalidExecutionInput('The input is not JSON');
    const arn = executionArn(stateMachineArn, checkName(name ?? randomUUID()));
    const started = context.now();
    const row = { ...newRow, arn, machine: stateMachine.id, revision: stateMachine.revision, started };
    const execution = await context.engine.start(row, text);
    return { executionArn: arn, startDate: seconds(execution.started) };
  },
);

const stop = operation(
  z.object({ executionArn: Arn, error: ErrorName, cause: Cause }),
  async (context, { executionArn, error, cause }) => {
    const stimulus = { kind: 'stop', error: error ?? undefined, cause: cause ?? undefined } as const;
    const { row } = await context.engine.send(executionArn, stimulus);
    return { stopDate: seconds(row.stopped ?? context.now()) };
  },
);

const redrive = operation(
  z.object({ executionArn: Arn, clientToken: z.string().min(1).max(64).nullish() }),
  async (context, { executionArn, clientToken }) => {
    const row = await context.engine.redrive(executionArn, clientToken ?? undefined);
    return { redriveDate: seconds(row.redriven ?? context.now()) };
  },
);

const describe = operation(
  z.object({ executionArn: Arn, includedData: z.enum(['ALL_DATA', 'METADATA_ONLY']).default('ALL_DATA') }),
  (context, { executionArn, includedData }) =>
    describeExecution(context, known(context, executionArn), includedData === 'ALL_DATA'),
);

const ListInput = z.object({
  stateMachineArn: Arn,
  statusFilter: z.enum([...ExecutionStatus.options, 'PENDING_REDRIVE']).nullish(),
  redriveFilter: z.enum(['REDRIVEN', 'NOT_REDRIVEN']).nullish(),
  maxResults: PageSize,
  nextToken: PageToken,
});

const list = operation(ListInput, (context, input) => {
  const { stateMachineArn, statusFilter, redriveFilter, nextToken } = input;
  const { id: machine } = context.stateMachines.get(stateMachineArn);
  const of = JSON.stringify(['executions', stateMachineArn, statusFilter ?? null, redriveFilter ?? null]);
  const limit = pageSize(input.maxResults);
  const rows = context.store.executions.list({
    machine,
    status: statusFilter ?? undefined,
    redriven: redriveFilter ? redriveFilter === 'REDRIVEN' : undefined,
    before: nextToken ? readPageToken(nextToken, of) : Number.MAX_SAFE_INTEGER,
    limit: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    executions: shown.map((row) => summary(row, stateMachineArn)),
    ...(rows.length > limit && last !== undefined ? { nextToken: writePageToken(last.id, of) } : {}),
  };
});

export const executionOperations: Operations = {
  StartExecution: start,
  StopExecution: stop,
  RedriveExecution: redrive,
  DescribeExecution: describe,
  ListExecutions: list,
};

/** @throws AwsError ExecutionDoesNotExist */
export function known(context: Pick<ApiContext, 'store'>, arn: string): ExecutionRow {
  const row = context.store.executions.find(arn);
  if (row === undefined) throw stepFunctionsErrors.executionDoesNotExist(arn);
  return row;
}

function summary(row: ExecutionRow, stateMachineArn: string) {
  const { arn, status, started, stopped, redrive_count, redriven } = row;
  return {
    executionArn: arn,
    stateMachineArn,
    name: nameOf(arn),
    status,
    startDate: seconds(started),
    ...(stopped === null ? {} : { stopDate: seconds(stopped) }),
    redriveCount: redrive_count,
    ...(redriven === null ? {} : { redriveDate: seconds(redriven) }),
  };
}
