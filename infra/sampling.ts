/**
 * Share of the requests of `GET /status` that X-Ray records. Its own rule takes the first request of each second,
 * which is nearly every poll, and a trace costs more than the call it tells of.
 */
export const sampledPolls = 0.01;
