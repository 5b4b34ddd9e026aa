/** One day in seconds. */
export const day = 86_400;

/** The time in ISO 8601 (UTC), the format of rows and metadata. */
export function isoNow(): string {
  return new Date().toISOString();
}

/** Now plus `seconds`, in epoch seconds: the format of DynamoDB's time to live and of download tokens. */
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

/** Waits for some milliseconds. Takes no time with a virtual clock. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
