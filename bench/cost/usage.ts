import { instanceSecond, prices } from '#infra/prices.ts';

/** What one session uses of each service. */
export interface Usage {
  readonly transitions: number;
  readonly apiCalls: number;
  readonly lambdaCalls: number;
  readonly lambdaGigabyteSeconds: number;
  /** Request units. */
  readonly writes: number;
  readonly reads: number;
  /** PUT, POST, LIST, and GET, HEAD. */
  readonly puts: number;
  readonly gets: number;
  readonly publishes: number;
  readonly logBytes: number;
  readonly traces: number;
  readonly emails: number;
  readonly storedBytes: number;
  readonly bytesOut: number;
  readonly gpuSeconds: number;
}

/** One line of the bill. */
export interface Line {
  readonly what: string;
  readonly dollars: number;
}

const gigabyte = 1e9;
/** Months that a session's objects are stored: 90 days. */
const kept = 3;
/** Months that logs are stored: 30 days. */
const logsKept = 1;

/** The cost of orchestration: everything but GPU time, storage, transfer and emails. */
export function orchestration(usage: Usage): Line[] {
  const { stepFunctions, apiGateway, lambda, dynamoDb, s3, sns, cloudWatch, xRay } = prices;
  const logs = cloudWatch.logGigabyte + logsKept * cloudWatch.logGigabyteMonth;
  return [
    { what: 'Step Functions', dollars: usage.transitions * stepFunctions.transition },
    { what: 'API Gateway', dollars: usage.apiCalls * apiGateway.restCall },
    {
      what: 'Lambda',
      dollars: usage.lambdaCalls * lambda.request + usage.lambdaGigabyteSeconds * lambda.armGigabyteSecond,
    },
    { what: 'DynamoDB', dollars: usage.writes * dynamoDb.write + usage.reads * dynamoDb.read },
    { what: 'S3 requests', dollars: usage.puts * s3.put + usage.gets * s3.get },
    { what: 'SNS', dollars: usage.publishes * sns.publish },
    { what: 'EventBridge', dollars: prices.eventBridge.awsEvent },
    { what: 'CloudWatch logs', dollars: (usage.logBytes / gigabyte) * logs },
    { what: 'X-Ray', dollars: usage.traces * xRay.trace },
  ];
}

/** The rest of the bill. */
export function work(usage: Usage): Line[] {
  return [
    { what: 'emails', dollars: usage.emails * prices.ses.mail },
    { what: 'storage, 90 days', dollars: (usage.storedBytes / gigabyte) * prices.s3.gigabyteMonth * kept },
    { what: 'transfer to the user', dollars: (usage.bytesOut / gigabyte) * prices.s3.gigabyteOut },
    { what: 'GPU', dollars: usage.gpuSeconds * instanceSecond() },
  ];
}

export function total(lines: readonly Line[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0);
}
