import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Replaces the SDK's chain of credential providers in the bundles. Lambda sets the role's credentials in the environment;
 * profiles, single sign-on and instance metadata would be an eighth of the code that each start reads.
 */
export const defaultProvider = () => fromEnv();
