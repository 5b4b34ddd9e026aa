/** Takes the place of `semver` in the bundles: X-Ray asks it for the version of an AWS SDK v2, which is not here. */
export function gte(): never {
  throw new Error('This bundle holds no AWS SDK v2: see tasks/core/bundle.');
}
