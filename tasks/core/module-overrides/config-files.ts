/**
 * Replaces the SDK's reader of `~/.aws/config` in the bundles. Lambda has no such file, but each client looks for it
 * and loads Node's file promises at each start.
 */
export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });

export const CONFIG_PREFIX_SEPARATOR = '.';
