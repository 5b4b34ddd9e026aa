/** Parses a Task's `Resource` and checks that it is supported. */
import type { Resource } from './model.ts';

/** The optimized integrations by service and action, with the patterns that AWS supports. */
const OPTIMIZED: Readonly<Record<string, readonly string[]>> = {
  'lambda:invoke': ['', '.waitForTaskToken'],
  'sns:publish': ['', '.waitForTaskToken'],
  'sqs:sendMessage': ['', '.waitForTaskToken'],
  'events:putEvents': ['', '.waitForTaskToken'],
  'apigateway:invoke': ['', '.waitForTaskToken'],
  'states:startExecution': ['', '.sync', '.sync:2', '.waitForTaskToken'],
  'dynamodb:getItem': [''],
  'dynamodb:putItem': [''],
  'dynamodb:updateItem': [''],
  'dynamodb:deleteItem': [''],
};

const LAMBDA_ARN = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:.+$/;
const STATES_ARN =
  /^arn:[^:]+:states:[^:]*:[^:]*:(?<service>(?:aws-sdk:)?[^:]+):(?<action>[^:.]+)(?<pattern>\..+)?$/;

/** @returns the resource, or the reason why it is not supported */
export function parseResource(text: string): Resource | string {
  if (LAMBDA_ARN.test(text)) {
    return { kind: 'lambda-arn', resourceType: 'lambda', resource: text, waitsForToken: false };
  }
  const { service, action, pattern = '' } = STATES_ARN.exec(text)?.groups ?? {};
  if (service === undefined || action === undefined) return `The resource '${text}' is not supported`;
  if (service === 'activity') return `Activities are not supported: '${text}'`;
  const problem = service.startsWith('aws-sdk:')
    ? sdkProblem(text, pattern)
    : optimizedProblem(text, `${service}:${action}`, pattern);
  return (
    problem ?? {
      kind: service.startsWith('aws-sdk:') ? 'aws-sdk' : 'optimized',
      resourceType: service,
      resource: `${action}${pattern}`,
      waitsForToken: pattern === '.waitForTaskToken',
    }
  );
}

function sdkProblem(text: string, pattern: string): string | undefined {
  return ['', '.waitForTaskToken'].includes(pattern)
    ? undefined
    : `The resource '${text}' is not supported: AWS SDK integrations have no '${pattern}' form`;
}

function optimizedProblem(text: string, integration: string, pattern: string): string | undefined {
  const patterns = OPTIMIZED[integration];
  if (patterns === undefined) return `The resource '${text}' is not supported`;
  return patterns.includes(pattern)
    ? undefined
    : `The resource '${text}' is not supported: the optimized integration '${integration}' has no '${pattern}' form; use its aws-sdk form`;
}
