import type { FunctionName } from '#tasks/core/environment.ts';

/** Folder below `tasks/` that a handler lies in. */
type Room = 'api' | 'workflow' | 'callbacks';

export const rooms: Readonly<Record<FunctionName, Room>> = {
  initialize: 'api',
  reconstruct: 'api',
  status: 'api',
  uploads: 'api',
  sessions: 'api',
  download: 'api',
  'validate-input': 'workflow',
  'request-inference': 'workflow',
  'check-output': 'workflow',
  'validate-mask': 'workflow',
  'notify-success': 'workflow',
  'handle-error': 'workflow',
  'inference-result': 'callbacks',
  'execution-status': 'callbacks',
  'rotate-ticket-key': 'callbacks',
};
