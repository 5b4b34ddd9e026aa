/**
 * On-demand list prices in US dollars, as published then and not fetched again since: look them up before relying
 * on a figure made from them. Each is for one of what its name says.
 */
export const prices = {
  region: 'us-east-1',
  asOf: '2025',
  stepFunctions: { transition: 0.025 / 1_000 },
  lambda: { request: 0.2 / 1e6, armGigabyteSecond: 0.0000133334 },
  apiGateway: { restCall: 3.5 / 1e6 },
  /** On demand: writes of 1 KB, reads of 4 KB. */
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
  /** Above the first 10,000 of a month. */
  cognito: { activeUser: 0.015 },
  /** Also while it idles. */
  sageMaker: { instanceHour: { 'ml.g5.2xlarge': 1.515 } },
} as const;

export type PricedInstance = keyof typeof prices.sageMaker.instanceHour;

/** Dollars for a second of one instance. */
export function instanceSecond(type: PricedInstance = 'ml.g5.2xlarge'): number {
  return prices.sageMaker.instanceHour[type] / 3_600;
}
