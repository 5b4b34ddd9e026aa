import { functionArn, type Resources } from './resources.ts';

/** An asynchronous endpoint, and ways from topics and rules to a function. */
export const events: Resources = {
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
};
