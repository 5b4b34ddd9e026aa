/** ARN of a session's execution: same machine, named after the job. */
export function executionArn(stateMachineArn: string, jobId: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${jobId}`;
}
