import { z } from 'zod';
import type { TableDefinition } from '../../emulators/dynamodb/time-to-live.ts';
import type { SecretDefinition } from '../../emulators/secrets.ts';
import type { Resources } from './resources.ts';

export interface BucketModel {
  readonly name: string;
  readonly versioned: boolean;
  readonly corsOrigins: readonly string[];
}

const BucketProperties = z.object({
  VersioningConfiguration: z.object({ Status: z.string() }).optional(),
  CorsConfiguration: z
    .object({ CorsRules: z.array(z.object({ AllowedOrigins: z.array(z.string()) })) })
    .optional(),
});

export function readBuckets(resources: Resources): BucketModel[] {
  return resources.ofType('AWS::S3::Bucket', BucketProperties).map(({ physical, properties }) => ({
    name: physical.ref,
    versioned: properties.VersioningConfiguration?.Status === 'Enabled',
    corsOrigins: properties.CorsConfiguration?.CorsRules.flatMap((rule) => rule.AllowedOrigins) ?? [],
  }));
}

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const TableProperties = z.object({
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema,
  GlobalSecondaryIndexes: z
    .array(
      z.object({
        IndexName: z.string(),
        KeySchema,
        Projection: z.object({
          ProjectionType: z.enum(['ALL', 'INCLUDE', 'KEYS_ONLY']),
          NonKeyAttributes: z.array(z.string()).optional(),
        }),
      }),
    )
    .optional(),
  TimeToLiveSpecification: z
    .object({ AttributeName: z.string().optional(), Enabled: z.boolean() })
    .optional(),
});

/** Reads the tables as inputs of CreateTable, all with on-demand billing. */
export function readTables(resources: Resources): TableDefinition[] {
  return ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'].flatMap((type) =>
    resources.ofType(type, TableProperties).map(({ physical, properties }) => ({
      TableName: physical.ref,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: properties.AttributeDefinitions,
      KeySchema: properties.KeySchema,
      ...timeToLive(properties.TimeToLiveSpecification),
      ...(properties.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes }),
    })),
  );
}

function timeToLive(specification: z.infer<typeof TableProperties>['TimeToLiveSpecification']) {
  const { Enabled = false, AttributeName } = specification ?? {};
  return Enabled && AttributeName !== undefined ? { timeToLive: AttributeName } : {};
}

const SecretProperties = z.object({
  GenerateSecretString: z
    .object({
      PasswordLength: z.coerce.number().default(32),
      SecretStringTemplate: z.string().optional(),
      GenerateStringKey: z.string().optional(),
    })
    .prefault({}),
});

/** Reads the secrets, which are generated at the first start. */
export function readSecrets(resources: Resources): SecretDefinition[] {
  return resources
    .ofType('AWS::SecretsManager::Secret', SecretProperties)
    .map(({ physical, properties: { GenerateSecretString: rule } }) => ({
      arn: physical.ref,
      // As in Secrets Manager, the ARN ends in a hyphen and six characters.
      name: (physical.ref.split(':secret:')[1] ?? physical.ref).slice(0, -7),
      length: rule.PasswordLength,
      template: rule.SecretStringTemplate,
      key: rule.GenerateStringKey,
    }));
}
