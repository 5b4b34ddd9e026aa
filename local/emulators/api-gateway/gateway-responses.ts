import type { GatewayResponseModel } from '../../environment/assembly/api.ts';
import type { Answer } from '../http/server.ts';

/**
 * What the gateway refuses by itself: the status and the message unless the template sets its own.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const faults = {
  UNAUTHORIZED: [401, 'Unauthorized'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'Missing Authentication Token'],
  REQUEST_TOO_LARGE: [413, 'Request Entity Too Large'],
  THROTTLED: [429, 'Too Many Requests'],
  INTEGRATION_FAILURE: [502, 'Internal server error'],
  INTEGRATION_TIMEOUT: [504, 'Endpoint request timed out'],
  DEFAULT_4XX: [400, 'Bad Request'],
  DEFAULT_5XX: [500, 'Internal server error'],
} as const;
export type GatewayFault = keyof typeof faults;

/** The gateway's own error responses, as the template's gateway responses define them. */
export class GatewayResponses {
  readonly #byType: ReadonlyMap<string, GatewayResponseModel>;

  constructor(models: readonly GatewayResponseModel[]) {
    this.#byType = new Map(models.map((model) => [model.type, model]));
  }

  of(fault: GatewayFault): Answer {
    const [usual, message] = faults[fault];
    const model = this.#byType.get(fault) ?? this.#byType.get(usual < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
    const template = model?.template ?? '{"message":$context.error.messageString}';
    return {
      status: model?.statusCode ?? usual,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': fault, ...model?.headers },
      body: template
        .replaceAll('$context.error.messageString', JSON.stringify(message))
        .replaceAll('$context.error.message', message)
        .replaceAll('$context.error.responseType', fault),
    };
  }
}
