import { synthesizedWebOrigin } from '#local/environment/assembly/model.ts';
import { functionArn, type Resources } from './resources.ts';

const integration = {
  Type: 'AWS_PROXY',
  Uri: {
    'Fn::Join': [
      '',
      ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', functionArn, '/invocations'],
    ],
  },
};

/** An API with a method that calls a function, and a preflight. */
export const api: Resources = {
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
};
