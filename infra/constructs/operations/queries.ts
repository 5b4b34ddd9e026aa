import { type ILogGroup, QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { metricNames } from '#tasks/core/names.ts';

export interface SavedQueriesProps {
  /** Folder of the queries in CloudWatch. */
  readonly folder: string;
  readonly functionLogs: readonly ILogGroup[];
  /** Of API, state machine and container. */
  readonly otherLogs: readonly ILogGroup[];
}

/** What operators ask logs, ready in CloudWatch Logs Insights. */
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

    // Functions and container name it `job_id`; the state machine in the execution's ARN.
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
    // The id leads from a line of a function to the gateway's own, which knows no session.
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
