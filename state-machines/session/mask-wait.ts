import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IntegrationPattern, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { forwardOnly, liveRow, stageFacts } from '#contracts/transitions.ts';
import { retryDynamo } from './tasks.ts';

const { task, progress } = stageFacts.awaiting_mask;
const { expression, attributes, values: statuses } = forwardOnly();

/** One write sets the status and the token: a client that reads `awaiting_mask` can submit at once. */
const assignments = [
  '#status = :awaiting',
  '#task = :task',
  '#stage = :awaiting',
  '#progress = :progress',
  '#redrive_count = :redrive',
  'mask_token = :token',
  'mask_round = :round',
  'mask_deadline = :deadline',
  'updated_at = :now',
  'stage_times.awaiting_mask = :now',
].join(', ');

/** DynamoDB rejects values that no expression uses, so the reason is added only after a rejected mask. */
const values = `{% $merge([{
  ${Object.entries(statuses)
    .map(([name, status]) => `'${name}': {'S': '${status}'}`)
    .join(', ')},
  ':task': {'S': '${task}'},
  ':progress': {'N': '${progress}'},
  ':redrive': {'N': $string($states.context.Execution.RedriveCount)},
  ':token': {'S': $states.context.Task.Token},
  ':round': {'N': $string($maskRound)},
  ':deadline': {'S': $fromMillis($maskDeadline)},
  ':now': {'S': $now()}
}, $maskRefusal = null ? {} : {
  ':reason': {'M': {'code': {'S': $maskRefusal.code}, 'message': {'S': $maskRefusal.message}}}
}]) %}`;

/** Stores the task token in the session's row and waits for the user's mask. No compute runs meanwhile. */
export function maskWait(scope: Construct, id: string, table: ITable): CallAwsService {
  const wait = CallAwsService.jsonata(scope, id, {
    comment:
      'Waits for the mask; POST /reconstruct answers the token. The deadline covers all rejected masks.',
    service: 'dynamodb',
    action: 'updateItem',
    iamAction: 'dynamodb:UpdateItem',
    iamResources: [table.tableArn],
    integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    taskTimeout: Timeout.jsonata('{% $max([1, $ceil(($maskDeadline - $millis()) / 1000)]) %}'),
    parameters: {
      TableName: table.tableName,
      Key: { job_id: { S: '{% $states.context.Execution.Input.job_id %}' } },
      UpdateExpression: `{% 'SET ${assignments}' & ($maskRefusal = null ? ' REMOVE #reason' : ', #reason = :reason') %}`,
      ConditionExpression: `${liveRow} AND (${expression})`,
      ExpressionAttributeNames: Object.fromEntries(
        [...attributes, 'task', 'stage', 'reason'].map((name) => [`#${name}`, name]),
      ),
      ExpressionAttributeValues: values.replaceAll('\n', ' ').replaceAll(/ {2,}/g, ' '),
    },
    assign: { submission: '{% $states.result %}' },
    outputs: '{% $states.result %}',
  });
  retryDynamo(wait);
  return wait;
}
