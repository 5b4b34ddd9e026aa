import { synthesizedWebOrigin } from '#local/environment/assembly/model.ts';
import type { Resources } from './resources.ts';

/** A bucket, a table and a secret. */
export const storage: Resources = {
  Objects: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketName: 'objects',
      VersioningConfiguration: { Status: 'Enabled' },
      CorsConfiguration: { CorsRules: [{ AllowedOrigins: [synthesizedWebOrigin] }] },
    },
  },
  Secret: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: {
      GenerateSecretString: { PasswordLength: 64, SecretStringTemplate: '{"a":1}', GenerateStringKey: 'k' },
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
};
