/** Where a run is shown. */
export function pathOfRun(executionArn: string): string {
  return `/runs/${executionArn}`;
}
