import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IntegrationPattern, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { retryDynamo } from './session-tasks.ts';

/**
 * Only a live row may wait, or one that a redrive brings back; a deleted one never.
 * One write sets the status and the token, so that whoever reads `awaiting_mask` can answer at once.
 */
const condition = [
  'attribute_exists(job_id)',
  'attribute_not_exists(deleted_at)',
  '(#status IN (:processing, :awaiting) OR redrive_count < :redrive)',
].join(' AND ');

const assignments = [
  '#status = :awaiting',
  '#task = :task',
  '#stage = :awaiting',
  '#progress = :progress',
  'redrive_count = :redrive',
  'mask_token = :token',
  'mask_round = :round',
  'mask_deadline = :deadline',
  'updated_at = :now',
  'stage_times.awaiting_mask = :now',
].join(', ');

/** DynamoDB refuses values that no expression uses, so the refusal's reason joins only when there is one. */
const values = `{% $merge([{
  ':processing': {'S': 'processing'},
  ':awaiting': {'S': 'awaiting_mask'},
  ':task': {'S': 'initialization'},
  ':progress': {'N': '40'},
  ':redrive': {'N': $string($states.context.Execution.RedriveCount)},
  ':token': {'S': $states.context.Task.Token},
  ':round': {'N': $string($maskRound)},
  ':deadline': {'S': $fromMillis($maskDeadline)},
  ':now': {'S': $now()}
}, $maskRefusal = null ? {} : {
  ':reason': {'M': {'code': {'S': $maskRefusal.code}, 'message': {'S': $maskRefusal.message}}}
}]) %}`;

/** Stores the task token in the session's row and waits for the user's mask; no compute waits. */
export function maskWait(scope: Construct, id: string, table: ITable): CallAwsService {
  const task = CallAwsService.jsonata(scope, id, {
    comment:
      'The embedding is there. Waits for the mask; POST /reconstruct answers the token. The deadline is absolute.',
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
      ConditionExpression: condition,
      ExpressionAttributeNames: {
        '#status': 'status',
        '#task': 'task',
        '#stage': 'stage',
        '#progress': 'progress',
        '#reason': 'reason',
      },
      ExpressionAttributeValues: values.replaceAll('\n', ' ').replaceAll(/ {2,}/g, ' '),
    },
    assign: { submission: '{% $states.result %}' },
    outputs: '{% $states.result %}',
  });
  retryDynamo(task);
  return task;
}
