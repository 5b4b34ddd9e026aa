import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { filteredMetrics } from './metrics.ts';

export interface LogFiltersProps {
  readonly namespace: string;
  /** Function logs by unique names. */
  readonly functionLogs: Readonly<Record<string, ILogGroup>>;
  readonly accessLog: ILogGroup;
}

/** Metrics from logs, for events that no service counts itself. */
export class LogFilters extends Construct {
  constructor(scope: Construct, id: string, { namespace, functionLogs, accessLog }: LogFiltersProps) {
    super(scope, id);
    // User errors are logged below ERROR, so an error is always internal.
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
