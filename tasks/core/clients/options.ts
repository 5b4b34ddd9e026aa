/** Milliseconds: below the shortest function timeout, so that a slow service is our error and not Lambda's. */
export const limits = { requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000 } };
