import { createHash } from 'node:crypto';

/** A resource's name, and the values of its Ref and Fn::GetAtt. */
export interface Physical {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A resource's location and its resolved naming properties. */
export interface Naming {
  readonly region: string;
  readonly accountId: string;
  readonly stack: string;
  readonly logicalId: string;
  /** A naming property of the resource, if the template sets it. */
  readonly named: (property: string) => string | undefined;
}

type Rule = (naming: Naming) => Physical;

/**
 * Returns the physical names of a resource, as CloudFormation reports them. For other types than Gen3D's, Ref is the
 * logical id and there are no attributes.
 */
export function physicalOf(type: string, naming: Naming): Physical {
  return rules[type]?.(naming) ?? { ref: generated(naming), attributes: {} };
}

const arn = ({ region, accountId }: Naming, service: string, resource: string) =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;

/** A name in CloudFormation's style without the random part, so it is the same at every start. */
const generated = ({ stack, logicalId }: Naming) => `${stack}-${logicalId}`.slice(0, 64);

/** A short id in the style of API Gateway and Cognito. */
const shortId = ({ stack, logicalId }: Naming, length: number) =>
  BigInt(`0x${createHash('sha256').update(`${stack}/${logicalId}`).digest('hex')}`)
    .toString(36)
    .slice(0, length);

function byName(
  property: string,
  attributes: (name: string, naming: Naming) => Record<string, string>,
): Rule {
  return (naming) => {
    const name = naming.named(property) ?? generated(naming);
    return { ref: name, attributes: attributes(name, naming) };
  };
}

function byArn(
  property: string,
  service: string,
  resource: (name: string) => string,
  attributes: (name: string, arn: string) => Record<string, string>,
): Rule {
  return (naming) => {
    const name = naming.named(property) ?? generated(naming);
    const ref = arn(naming, service, resource(name));
    return { ref, attributes: attributes(name, ref) };
  };
}

const table = byName('TableName', (name, naming) => ({
  Arn: arn(naming, 'dynamodb', `table/${name}`),
  TableId: name,
}));

const rules: Readonly<Record<string, Rule>> = {
  'AWS::S3::Bucket': (naming) => {
    const name = naming.named('BucketName') ?? generated(naming).toLowerCase();
    const domain = `${name}.s3.${naming.region}.amazonaws.com`;
    return {
      ref: name,
      attributes: { Arn: `arn:aws:s3:::${name}`, DomainName: domain, RegionalDomainName: domain },
    };
  },
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Lambda::Function': byName('FunctionName', (name, naming) => ({
    Arn: arn(naming, 'lambda', `function:${name}`),
  })),
  'AWS::IAM::Role': byName('RoleName', (name, { accountId }) => ({
    Arn: `arn:aws:iam::${accountId}:role/${name}`,
    RoleId: name,
  })),
  'AWS::StepFunctions::StateMachine': byArn(
    'StateMachineName',
    'states',
    (name) => `stateMachine:${name}`,
    (Name, Arn) => ({ Name, Arn }),
  ),
  'AWS::SNS::Topic': byArn(
    'TopicName',
    'sns',
    (name) => name,
    (TopicName, TopicArn) => ({ TopicName, TopicArn }),
  ),
  'AWS::SQS::Queue': (naming) => {
    const name = naming.named('QueueName') ?? generated(naming);
    const url = `https://sqs.${naming.region}.amazonaws.com/${naming.accountId}/${name}`;
    return { ref: url, attributes: { Arn: arn(naming, 'sqs', name), QueueName: name, QueueUrl: url } };
  },
  'AWS::Events::Rule': byName('Name', (name, naming) => ({ Arn: arn(naming, 'events', `rule/${name}`) })),
  'AWS::Logs::LogGroup': byName('LogGroupName', (name, naming) => ({
    Arn: arn(naming, 'logs', `log-group:${name}:*`),
  })),
  'AWS::KMS::Key': (naming) => {
    const id = shortId(naming, 32);
    return { ref: id, attributes: { KeyId: id, Arn: arn(naming, 'kms', `key/${id}`) } };
  },
  'AWS::SecretsManager::Secret': byArn(
    'Name',
    'secretsmanager',
    (name) => `secret:${name}-local1`,
    (_name, Id) => ({ Id }),
  ),
  'AWS::SageMaker::Endpoint': byArn(
    'EndpointName',
    'sagemaker',
    (name) => `endpoint/${name.toLowerCase()}`,
    (EndpointName) => ({ EndpointName }),
  ),
  'AWS::SageMaker::EndpointConfig': byArn(
    'EndpointConfigName',
    'sagemaker',
    (name) => `endpoint-config/${name.toLowerCase()}`,
    (EndpointConfigName) => ({ EndpointConfigName }),
  ),
  'AWS::SageMaker::Model': byArn(
    'ModelName',
    'sagemaker',
    (name) => `model/${name.toLowerCase()}`,
    (ModelName) => ({ ModelName }),
  ),
  'AWS::ApiGateway::RestApi': (naming) => {
    const id = shortId(naming, 10);
    return { ref: id, attributes: { RestApiId: id, RootResourceId: `${id}-root` } };
  },
  'AWS::ApiGateway::Stage': byName('StageName', () => ({})),
  'AWS::ApiGateway::Model': byName('Name', () => ({})),
  'AWS::Cognito::UserPool': (naming) => {
    const id = `${naming.region}_${shortId(naming, 9)}`;
    const provider = `cognito-idp.${naming.region}.amazonaws.com/${id}`;
    return {
      ref: id,
      attributes: {
        UserPoolId: id,
        Arn: arn(naming, 'cognito-idp', `userpool/${id}`),
        ProviderName: provider,
        ProviderURL: `https://${provider}`,
      },
    };
  },
  'AWS::Cognito::UserPoolClient': (naming) => {
    const id = shortId(naming, 26);
    return { ref: id, attributes: { ClientId: id } };
  },
  'AWS::Cognito::UserPoolGroup': byName('GroupName', () => ({})),
  'AWS::Cognito::UserPoolDomain': byName('Domain', () => ({})),
  'AWS::Cognito::IdentityPool': (naming) => ({
    ref: `${naming.region}:${shortId(naming, 32)}`,
    attributes: { Name: naming.named('IdentityPoolName') ?? generated(naming) },
  }),
  'AWS::CloudFront::Distribution': (naming) => {
    const id = shortId(naming, 13).toUpperCase();
    return { ref: id, attributes: { Id: id, DomainName: `${id.toLowerCase()}.cloudfront.net` } };
  },
};
