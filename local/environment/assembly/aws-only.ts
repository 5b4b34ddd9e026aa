/** Stacks that a local environment omits, and what replaces each. */
export const awsOnly: Readonly<Record<string, string>> = {
  Web: 'the gateway serves the page and its headers',
  Mail: 'emails to any address go to the local inbox, or to an SMTP server',
  Operations: 'logs go to files in the state folder; there are no metrics and alarms',
};

/** Whether a stack is omitted. Names: `Gen3D-Web`, or `Gen3D-Web-test` for the stage `test`. */
export function isAwsOnly(stackName: string): boolean {
  return Object.hasOwn(awsOnly, stackName.split('-')[1] ?? '');
}
