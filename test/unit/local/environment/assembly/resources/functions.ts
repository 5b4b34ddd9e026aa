import { synthesizedWebOrigin } from '#local/environment/assembly/model.ts';
import { functionArn, type Resources } from './resources.ts';

/** A function and the state machine that calls it. */
export const functions: Resources = {
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
  Machine: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineName: 'Session',
      RoleArn: 'arn:aws:iam::000000000000:role/r',
      DefinitionString: { 'Fn::Join': ['', ['{"Resource":"', functionArn, '"}']] },
    },
  },
};
