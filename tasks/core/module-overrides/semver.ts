/** Replaces `semver` in the bundles. X-Ray uses it only to check the version of an AWS SDK v2. */
export function gte(): never {
  throw new Error('This bundle has no AWS SDK v2. See tasks/core/module-overrides.');
}
