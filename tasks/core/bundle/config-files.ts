/**
 * Takes the place of the SDK's reader of `~/.aws/config` in the bundles: on Lambda there is no such file, each client
 * would look for it all the same, and Node's file promises would be loaded at each start.
 */
export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });

export const CONFIG_PREFIX_SEPARATOR = '.';
