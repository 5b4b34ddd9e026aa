/** Names that boto3 has for the services of our clients, by the ids that the SDK's clients carry. */
const boto3Names: Readonly<Record<string, string>> = {
  DynamoDB: 'dynamodb',
  S3: 's3',
  SFN: 'stepfunctions',
  SESv2: 'sesv2',
  'SageMaker Runtime': 'sagemaker-runtime',
  'Secrets Manager': 'secretsmanager',
};

/**
 * The services that a bundle holds clients of, by boto3's names, sorted.
 * @throws Error for a client whose name in boto3 is not known here
 */
export function clientsOf(bundle: string): string[] {
  const ids = [...bundle.matchAll(/\bserviceId:[\w$]+\?\.serviceId\?\?"([^"]+)"/g)].map(([, id = '']) => id);
  const names = [...new Set(ids)].map((id) => {
    const name = boto3Names[id];
    if (name === undefined) throw new Error(`The name of the client ${id} in boto3 is missing here.`);
    return name;
  });
  return names.toSorted();
}
