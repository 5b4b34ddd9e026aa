import { CfnModel, type IModel, Model, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { z } from 'zod';

/**
 * A contract as JSON Schema draft 4, which API Gateway's models require. The handler parses every request with the
 * contract itself, so rules that draft 4 cannot express still apply.
 */
export function requestSchema(contract: z.core.$ZodType): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(contract, { io: 'input', target: 'draft-4', unrepresentable: 'any' });
}

/** A model that the gateway validates request bodies with before it calls a function. */
export function requestModel(api: RestApi, name: string, contract: z.core.$ZodType): IModel {
  const model = new CfnModel(api, `${name}Model`, {
    restApiId: api.restApiId,
    name,
    contentType: 'application/json',
    schema: requestSchema(contract),
  });
  return Model.fromModelName(api, `${name}ModelRef`, model.ref);
}
