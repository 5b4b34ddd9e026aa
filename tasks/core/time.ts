/** Seconds of a day. */
export const day = 86_400;

/** Now, as rows and metadata store it: ISO 8601 in UTC. */
export function isoNow(): string {
  return new Date().toISOString();
}

/** Now plus `seconds`, as epoch seconds: the form of DynamoDB's time to live and of tickets. */
export function epochIn(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

/** Now plus `seconds`, in ISO 8601. */
export function isoIn(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}

/** Age of an ISO 8601 time in seconds. */
export function ageOf(iso: string): number {
  return (Date.now() - Date.parse(iso)) / 1000;
}

/** Waits; on a virtual clock it takes no time. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
