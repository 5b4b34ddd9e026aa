/** boto3's service names by the `serviceId` of the JavaScript SDK's clients. */
const boto3Names: Readonly<Record<string, string>> = {
  DynamoDB: 'dynamodb',
  S3: 's3',
  SFN: 'stepfunctions',
  SESv2: 'sesv2',
  'SageMaker Runtime': 'sagemaker-runtime',
  'Secrets Manager': 'secretsmanager',
};

/**
 * Finds the AWS clients in a bundle.
 * @returns their boto3 names, sorted
 * @throws Error when `boto3Names` lacks a client
 */
export function clientsOf(bundle: string): string[] {
  const ids = [...bundle.matchAll(/\bserviceId:[\w$]+\?\.serviceId\?\?"([^"]+)"/g)].map(([, id = '']) => id);
  const names = [...new Set(ids)].map((id) => {
    const name = boto3Names[id];
    if (name === undefined) throw new Error(`No boto3 name for the client ${id}. Add it to boto3Names.`);
    return name;
  });
  return names.toSorted();
}
