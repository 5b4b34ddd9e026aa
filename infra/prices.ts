/**
 * On-demand list prices in US dollars per unit, as published in `asOf`. Look up current prices before relying on a
 * figure made from them.
 */
export const prices = {
  region: 'us-east-1',
  asOf: '2025',
  stepFunctions: { transition: 0.025 / 1_000 },
  lambda: { request: 0.2 / 1e6, armGigabyteSecond: 0.0000133334 },
  apiGateway: { restCall: 3.5 / 1e6 },
  /** On demand; a write is 1 KB, a read 4 KB. */
  dynamoDb: { write: 0.625 / 1e6, read: 0.125 / 1e6, gigabyteMonth: 0.25 },
  /** `put` is a PUT, POST or LIST; `get` a GET or HEAD. */
  s3: { put: 0.005 / 1_000, get: 0.0004 / 1_000, gigabyteMonth: 0.023, gigabyteOut: 0.09 },
  cloudFront: { gigabyteOut: 0.085 },
  sns: { publish: 0.5 / 1e6 },
  ses: { mail: 0.1 / 1_000 },
  /** Events of AWS services are free. */
  eventBridge: { awsEvent: 0 },
  cloudWatch: { logGigabyte: 0.5, logGigabyteMonth: 0.03, metricMonth: 0.3, alarmMonth: 0.1 },
  xRay: { trace: 5 / 1e6 },
  /** Per month, above the first 10,000. */
  cognito: { activeUser: 0.015 },
  /** Idle time costs the same. */
  sageMaker: { instanceHour: { 'ml.g5.2xlarge': 1.515 } },
} as const;

export type PricedInstance = keyof typeof prices.sageMaker.instanceHour;

/** Price of one instance for a second, in US dollars. */
export function instanceSecond(type: PricedInstance = 'ml.g5.2xlarge'): number {
  return prices.sageMaker.instanceHour[type] / 3_600;
}

/**
 * Share of read requests (mostly polls) that X-Ray records. X-Ray's default rule records the first request of each
 * second, which is nearly every one, and a trace costs more than the call.
 */
export const sampledReads = 0.01;
