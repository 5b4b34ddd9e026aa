import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readModel, synthesizedWebOrigin } from '#local/assembly/model.ts';
import { readStacks } from '#local/assembly/template.ts';

const place = { region: 'us-east-1', accountId: '000000000000' };
const origins = { api: 'http://127.0.0.1:3900', web: 'http://127.0.0.1:3900' };
const functionArn = { 'Fn::GetAtt': ['Handler', 'Arn'] };
const integration = {
  Type: 'AWS_PROXY',
  Uri: {
    'Fn::Join': [
      '',
      ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', functionArn, '/invocations'],
    ],
  },
};

/** A small service with one of everything that the home reads. */
const resources: Record<string, { Type: string; Properties: Record<string, unknown> }> = {
  Objects: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketName: 'objects',
      VersioningConfiguration: { Status: 'Enabled' },
      CorsConfiguration: { CorsRules: [{ AllowedOrigins: [synthesizedWebOrigin] }] },
    },
  },
  Handler: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'handler',
      Handler: 'index.handler',
      Code: { S3Bucket: { 'Fn::Sub': 'assets' }, S3Key: 'abc.zip' },
      MemorySize: 512,
      Timeout: 15,
      ReservedConcurrentExecutions: 3,
      Environment: {
        Variables: {
          BUCKET: { Ref: 'Objects' },
          API_URL: {
            'Fn::Join': [
              '',
              ['https://', { Ref: 'Api' }, '.execute-api.us-east-1.', { Ref: 'AWS::URLSuffix' }, '/prod'],
            ],
          },
          WEB_ORIGIN: synthesizedWebOrigin,
        },
      },
    },
  },
  HandlerAsync: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: { FunctionName: { Ref: 'Handler' }, MaximumRetryAttempts: 1, Qualifier: '$LATEST' },
  },
  Secret: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: {
      GenerateSecretString: { PasswordLength: 64, SecretStringTemplate: '{"a":1}', GenerateStringKey: 'k' },
    },
  },
  Machine: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineName: 'Session',
      RoleArn: 'arn:aws:iam::000000000000:role/r',
      DefinitionString: { 'Fn::Join': ['', ['{"Resource":"', functionArn, '"}']] },
    },
  },
  Done: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'done' } },
  ToHandler: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: { Ref: 'Done' },
      Protocol: 'lambda',
      Endpoint: functionArn,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Letters', 'Arn'] } },
    },
  },
  ToOperator: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Done' }, Protocol: 'email', Endpoint: 'ops@example.com' },
  },
  Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
  Ended: {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: 'ended',
      EventPattern: { source: ['aws.states'] },
      Targets: [{ Id: 'a', Arn: functionArn }],
    },
  },
  Rows: {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      TableName: 'rows',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'ends', Enabled: true },
    },
  },
  Off: {
    Type: 'AWS::Events::Rule',
    Properties: { Name: 'off', State: 'DISABLED', EventPattern: { source: ['x'] }, Targets: [] },
  },
  Config: {
    Type: 'AWS::SageMaker::EndpointConfig',
    Properties: {
      AsyncInferenceConfig: {
        ClientConfig: { MaxConcurrentInvocationsPerInstance: 4 },
        OutputConfig: {
          S3OutputPath: { 'Fn::Join': ['', ['s3://', { Ref: 'Objects' }, '/out/']] },
          S3FailurePath: 's3://objects/failed/',
          NotificationConfig: { SuccessTopic: { Ref: 'Done' } },
        },
      },
    },
  },
  Endpoint: {
    Type: 'AWS::SageMaker::Endpoint',
    Properties: {
      EndpointName: 'model',
      EndpointConfigName: { 'Fn::GetAtt': ['Config', 'EndpointConfigName'] },
    },
  },
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} },
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: {
      StageName: 'prod',
      MethodSettings: [{ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 }],
    },
  },
  Status: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: { ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: 'status' },
  },
  StatusOf: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: { ParentId: { Ref: 'Status' }, PathPart: '{job_id}' },
  },
  GetStatus: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      HttpMethod: 'GET',
      ResourceId: { Ref: 'StatusOf' },
      AuthorizationType: 'COGNITO_USER_POOLS',
      Integration: integration,
    },
  },
  Preflight: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      HttpMethod: 'OPTIONS',
      ResourceId: { Ref: 'Status' },
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'MOCK',
        IntegrationResponses: [
          {
            StatusCode: '204',
            ResponseParameters: {
              'method.response.header.Access-Control-Allow-Origin': `'${synthesizedWebOrigin}'`,
            },
          },
        ],
      },
    },
  },
  Unauthorized: {
    Type: 'AWS::ApiGateway::GatewayResponse',
    Properties: {
      ResponseType: 'UNAUTHORIZED',
      StatusCode: '401',
      ResponseParameters: { 'gatewayresponse.header.Vary': "'Origin'" },
      ResponseTemplates: { 'application/json': '{"error":{}}' },
    },
  },
  Pool: {
    Type: 'AWS::Cognito::UserPool',
    Properties: { Policies: { PasswordPolicy: { MinimumLength: 10, RequireNumbers: true } } },
  },
  Client: {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: {
      CallbackURLs: [`${synthesizedWebOrigin}/signed-in`],
      AllowedOAuthScopes: ['openid'],
      IdTokenValidity: 30,
      RefreshTokenValidity: 7,
      TokenValidityUnits: { IdToken: 'minutes', RefreshToken: 'days' },
    },
  },
  Group: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { GroupName: 'operators' } },
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gen3d-assembly-'));
  mkdirSync(join(folder, 'asset.abc'));
  writeFileSync(join(folder, 'asset.abc', 'index.mjs'), 'export const handler = () => {};');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Reads a cloud assembly with these resources. */
function read(changes: typeof resources = {}) {
  const files = {
    'manifest.json': {
      artifacts: {
        'Service.assets': { type: 'cdk:asset-manifest', properties: { file: 'Service.assets.json' } },
        Service: {
          type: 'aws:cloudformation:stack',
          properties: { templateFile: 'Service.template.json', stackName: 'Service' },
        },
        Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
      },
    },
    'Service.assets.json': {
      files: { abc: { source: { path: 'asset.abc' }, destinations: { here: { objectKey: 'abc.zip' } } } },
    },
    'Service.template.json': { Resources: { ...resources, ...changes } },
  };
  for (const [name, value] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(value));
  return readModel(readStacks(folder), place, origins);
}

describe('the model of a home', () => {
  it('has the functions with their bundles and an environment of this machine', () => {
    expect(read().functions).toEqual([
      {
        name: 'handler',
        arn: 'arn:aws:lambda:us-east-1:000000000000:function:handler',
        file: join(folder, 'asset.abc', 'index.mjs'),
        handler: 'handler',
        environment: { BUCKET: 'objects', API_URL: `${origins.api}/prod`, WEB_ORIGIN: origins.web },
        memoryMb: 512,
        timeoutSeconds: 15,
        reservedConcurrency: 3,
        retries: 1,
        maximumAgeSeconds: 21_600,
      },
    ]);
  });

  it('has buckets and secrets', () => {
    const { buckets, secrets } = read();

    expect(buckets).toEqual([{ name: 'objects', versioned: true, corsOrigins: [origins.web] }]);
    expect(secrets).toMatchObject([
      {
        name: 'Service-Secret',
        arn: expect.stringMatching(/secret:Service-Secret-\w{6}$/),
        length: 64,
        key: 'k',
      },
    ]);
  });

  it('has tables with the attribute that ends an item, where the template switches that on', () => {
    const off = { AttributeName: 'ends', Enabled: false };
    const { Rows } = resources;

    const [table] = read().tables;
    const [without] = read({
      Rows: {
        Type: 'AWS::DynamoDB::Table',
        Properties: { ...Rows?.Properties, TimeToLiveSpecification: off },
      },
    }).tables;

    expect(table).toMatchObject({ TableName: 'rows', timeToLive: 'ends' });
    expect(without).not.toHaveProperty('timeToLive');
  });

  it('has the state machine with its definition as one text', () => {
    const [machine] = read().stateMachines;

    expect(machine).toMatchObject({ name: 'Session', arn: expect.stringContaining(':stateMachine:Session') });
    expect(JSON.parse(machine?.definition ?? '')).toEqual({
      Resource: 'arn:aws:lambda:us-east-1:000000000000:function:handler',
    });
  });

  it('has topics with the functions that subscribe, rules that are on, and asynchronous endpoints', () => {
    const { topics, rules, endpoints } = read();

    expect(topics).toEqual([
      {
        arn: 'arn:aws:sns:us-east-1:000000000000:done',
        subscriptions: [
          {
            endpoint: 'arn:aws:lambda:us-east-1:000000000000:function:handler',
            deadLetterArn: 'arn:aws:sqs:us-east-1:000000000000:letters',
          },
        ],
      },
    ]);
    expect(rules).toEqual([
      { name: 'ended', eventPattern: { source: ['aws.states'] }, targets: [{ functionName: 'handler' }] },
    ]);
    expect(endpoints).toMatchObject([
      {
        name: 'model',
        maxConcurrentInvocations: 4,
        outputPath: 's3://objects/out/',
        failurePath: 's3://objects/failed/',
        successTopicArn: 'arn:aws:sns:us-east-1:000000000000:done',
        errorTopicArn: undefined,
      },
    ]);
  });

  it('has the routes of the API and its own answers', () => {
    const { api } = read();

    expect(api).toMatchObject({ stage: 'prod', throttling: { perSecond: 50, burst: 100 } });
    expect(api.routes).toMatchObject([
      {
        method: 'GET',
        path: '/status/{job_id}',
        signedIn: true,
        integration: { kind: 'function', functionName: 'handler', timeoutMs: 29_000 },
      },
      {
        method: 'OPTIONS',
        path: '/status',
        signedIn: false,
        integration: {
          kind: 'mock',
          statusCode: 204,
          headers: { 'Access-Control-Allow-Origin': origins.web },
        },
      },
    ]);
    expect(api.gatewayResponses).toEqual([
      { type: 'UNAUTHORIZED', statusCode: 401, headers: { Vary: 'Origin' }, template: '{"error":{}}' },
    ]);
  });

  it('has the user pool with its client', () => {
    expect(read().identity).toMatchObject({
      callbackUrls: [`${origins.web}/signed-in`],
      scopes: ['openid'],
      groups: ['operators'],
      passwords: { minimumLength: 10, uppercase: false, lowercase: false, digit: true, symbol: false },
      selfSignUp: true,
      idTokenSeconds: 1_800,
      accessTokenSeconds: 3_600,
      refreshTokenSeconds: 604_800,
    });
  });
});

describe('a template that the home cannot serve is refused by name', () => {
  const method = (properties: Record<string, unknown>) => ({
    GetStatus: {
      Type: 'AWS::ApiGateway::Method',
      Properties: { ...resources.GetStatus?.Properties, ...properties },
    },
  });

  it.each<[string, typeof resources, string]>([
    ['an unknown authorization', method({ AuthorizationType: 'AWS_IAM' }), 'GetStatus.AuthorizationType'],
    ['an unknown integration', method({ Integration: { Type: 'HTTP' } }), 'GetStatus.Integration'],
    ['a method of no resource', method({ ResourceId: 'nowhere' }), 'GetStatus.ResourceId'],
    [
      'a second API',
      { Other: { Type: 'AWS::ApiGateway::RestApi', Properties: {} } },
      'AWS::ApiGateway::RestApi',
    ],
    [
      'a bundle that is not there',
      {
        Handler: {
          Type: 'AWS::Lambda::Function',
          Properties: { Handler: 'index.handler', Code: { S3Key: 'x' } },
        },
      },
      'Service/Handler.Code',
    ],
    [
      'a handler in no module of the bundle',
      {
        Handler: {
          Type: 'AWS::Lambda::Function',
          Properties: { Handler: 'main.handler', Code: { S3Key: 'abc.zip' } },
        },
      },
      'Service/Handler.Handler',
    ],
    [
      'a property of the wrong kind',
      {
        Done: { Type: 'AWS::SNS::Topic', Properties: {} },
        ToHandler: { Type: 'AWS::SNS::Subscription', Properties: { Protocol: 'lambda' } },
      },
      'Service/ToHandler.TopicArn',
    ],
  ])('%s', (_what, changes, where) => {
    expect(() => read(changes)).toThrow(where);
  });

  it('a folder without an assembly', () => {
    expect(() => readStacks(join(folder, 'asset.abc'))).toThrow('is not a part of a cloud assembly');
  });
});
