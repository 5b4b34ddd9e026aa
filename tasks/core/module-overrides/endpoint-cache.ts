/**
 * Replaces `@aws-sdk/endpoint-cache` in the bundles. DynamoDB's client creates one for endpoint discovery, which is off
 * by default, and would load its dependencies at each start.
 */
export class EndpointCache {
  get(): never {
    throw new Error('This bundle has no endpoint discovery. See tasks/core/module-overrides.');
  }
}
