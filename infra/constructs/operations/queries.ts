import { type ILogGroup, QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { metricNames } from '#contracts/names.ts';

export interface SavedQueriesProps {
  /** Folder in CloudWatch. */
  readonly folder: string;
  readonly functionLogs: readonly ILogGroup[];
  /** API, state machine and container. */
  readonly otherLogs: readonly ILogGroup[];
}

/** Saved queries in CloudWatch Logs Insights. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { folder, functionLogs, otherLogs }: SavedQueriesProps) {
    super(scope, id);
    const save = (name: string, logGroups: readonly ILogGroup[], query: QueryString) =>
      new QueryDefinition(this, name.replaceAll(' ', '-'), {
        queryDefinitionName: `${folder}/${name}`,
        logGroups: [...logGroups],
        queryString: query,
      });
    const all = [...functionLogs, ...otherLogs];

    // Functions and container log the id as `job_id`, the state machine in the execution ARN.
    save(
      'one session',
      all,
      new QueryString({
        fields: ['@timestamp', '@log', 'level', 'service', 'type', 'message', 'api_request_id'],
        filterStatements: ['@message like /gen3d-REPLACE-WITH-JOB-ID/'],
        sort: '@timestamp asc',
        limit: 10_000,
      }),
    );
    // The gateway's log has no job id; the request id connects it to the functions' logs.
    save(
      'one request',
      all,
      new QueryString({
        fields: ['@timestamp', '@log', 'message', 'method', 'route', 'status', 'latency', 'error'],
        filterStatements: ['@message like /REPLACE-WITH-API-REQUEST-ID/'],
        sort: '@timestamp asc',
      }),
    );
    save(
      'failures by reason',
      functionLogs,
      new QueryString({
        filterStatements: [`ispresent(${metricNames.sessionFailed}) and ispresent(reason)`],
        statsStatements: ['count(*) as sessions, latest(job_id) as for_example by reason'],
        sort: 'sessions desc',
      }),
    );
    save(
      'slowest stages',
      functionLogs,
      new QueryString({
        filterStatements: [`ispresent(${metricNames.stageSeconds})`],
        statsStatements: [
          `count(*) as times, pct(${metricNames.stageSeconds}, 50) as p50, pct(${metricNames.stageSeconds}, 95) as p95, max(${metricNames.stageSeconds}) as slowest by stage`,
        ],
        sort: 'p95 desc',
      }),
    );
    save(
      'errors',
      functionLogs,
      new QueryString({
        fields: ['@timestamp', 'service', 'job_id', 'message', 'failure.code', 'failure.message'],
        filterStatements: ['level = "ERROR"'],
        sort: '@timestamp desc',
        limit: 200,
      }),
    );
  }
}
