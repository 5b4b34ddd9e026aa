/** Stacks that have no part on one machine, by the part of the app that they are, and what stands for them here. */
export const awsOnly: Readonly<Record<string, string>> = {
  Web: 'the gateway serves the page and its headers',
  Mail: 'every address may be written to: mails end in the inbox, or at the SMTP server that is named',
  Operations: 'logs lie in the folder, and there are no CloudWatch metrics to raise an alarm on',
};

/** Whether a stack is left out, by its name: `Gen3D-Web`, or `Gen3D-Web-test` of a stage of its own. */
export function isAwsOnly(stackName: string): boolean {
  return Object.hasOwn(awsOnly, stackName.split('-')[1] ?? '');
}
