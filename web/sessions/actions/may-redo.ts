import type { StatusResponse } from '#contracts/api.ts';

/** Whether the same photo may work the second time. A photo that was refused is refused again. */
export function mayRedo({ reason }: Pick<StatusResponse, 'reason'>): boolean {
  return reason?.code.startsWith('Photo') !== true;
}
