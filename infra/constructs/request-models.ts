import { CfnModel, type IModel, Model, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { z } from 'zod';

/**
 * JSON Schema draft 4, the dialect of API Gateway's models: the form of a request that the contract accepts.
 * Rules that draft 4 cannot say stay with the handler, which parses every request with the contract itself.
 */
export function requestSchema(contract: z.core.$ZodType): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(contract, { io: 'input', target: 'draft-4', unrepresentable: 'any' });
}

/** A model that the gateway holds request bodies against before it calls a function. */
export function requestModel(api: RestApi, name: string, contract: z.core.$ZodType): IModel {
  const model = new CfnModel(api, `${name}Model`, {
    restApiId: api.restApiId,
    name,
    contentType: 'application/json',
    schema: requestSchema(contract),
  });
  return Model.fromModelName(api, `${name}ModelRef`, model.ref);
}
