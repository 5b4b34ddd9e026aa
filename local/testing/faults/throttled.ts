import type { ServiceName } from '#local/environment/ports.ts';

interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** How each service reports throttling. */
const codes: Partial<Record<ServiceName, { status: number; code: string }>> = {
  dynamodb: { status: 400, code: 'ProvisionedThroughputExceededException' },
  stepFunctions: { status: 400, code: 'ThrottlingException' },
  sagemaker: { status: 429, code: 'ThrottlingException' },
  secrets: { status: 400, code: 'ThrottlingException' },
  inbox: { status: 429, code: 'TooManyRequestsException' },
  lambda: { status: 429, code: 'TooManyRequestsException' },
  model: { status: 503, code: 'Busy' },
};

/** The response of a service that throttles a request. */
export function throttled(service: ServiceName): Refusal & { readonly headers: Record<string, string> } {
  const refusal = service === 's3' ? slowDown() : jsonRefusal(service);
  return { ...refusal, headers: { 'content-type': refusal.type } };
}

function jsonRefusal(service: ServiceName): Refusal & { readonly code: string } {
  const { status, code } = codes[service] ?? { status: 429, code: 'ThrottlingException' };
  const body = JSON.stringify({ __type: code, Type: 'User', message: 'Rate exceeded' });
  return { status, code, type: 'application/x-amz-json-1.0', body };
}

function slowDown(): Refusal {
  const body = '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>';
  return { status: 503, type: 'application/xml', body };
}
