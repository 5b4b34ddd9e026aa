import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { filteredMetrics } from './metrics.ts';

export interface LogFiltersProps {
  readonly namespace: string;
  /** Of the functions, by a name that is unique. */
  readonly functionLogs: Readonly<Record<string, ILogGroup>>;
  /** Of the API's stage. */
  readonly accessLog: ILogGroup;
}

/** Counts in logs what no service counts by itself. */
export class LogFilters extends Construct {
  constructor(scope: Construct, id: string, { namespace, functionLogs, accessLog }: LogFiltersProps) {
    super(scope, id);
    // What is the user's fault is logged as a warning, so that an error is always ours.
    for (const [name, logGroup] of Object.entries(functionLogs)) {
      new MetricFilter(this, `Errors-${name}`, {
        logGroup,
        metricNamespace: namespace,
        metricName: filteredMetrics.errorsLogged,
        filterPattern: FilterPattern.stringValue('$.level', '=', 'ERROR'),
      });
    }
    new MetricFilter(this, 'Throttled', {
      logGroup: accessLog,
      metricNamespace: namespace,
      metricName: filteredMetrics.requestsThrottled,
      filterPattern: FilterPattern.stringValue('$.status', '=', '429'),
    });
  }
}
