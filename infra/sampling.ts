/**
 * Share of the requests that only read (polls above all) that X-Ray records. Its own rule takes the first request of
 * each second, which is nearly every one, and a trace costs more than the call it tells of.
 */
export const sampledReads = 0.01;
