/**
 * Takes the place of `@aws-sdk/endpoint-cache` in the bundles: DynamoDB's client makes one for endpoint discovery,
 * which is off unless it is asked for, and its list of packages would be read at each start.
 */
export class EndpointCache {
  get(): never {
    throw new Error('This bundle holds no endpoint discovery: see tasks/core/bundle.');
  }
}
