import { SFNClient } from '@aws-sdk/client-sfn';
import { parseXML } from '@aws-sdk/xml-builder';
import { SignatureV4 } from '@smithy/signature-v4';
import { z } from 'zod';

export interface AwsOptions {
  readonly region: string;
  /** Base URL of an emulator that replaces AWS. */
  readonly endpoint?: string | undefined;
  /** Default: the SDK's default credentials. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** AWS rejected a call. The message has its response. */
export class AwsCallError extends Error {
  override readonly name = 'AwsCallError';
}

/**
 * Calls services without an SDK client in this project, signed with the SDK's default credentials (environment,
 * profile, single sign-on, instance).
 */
export class Aws {
  readonly region: string;
  private readonly endpoint: string | undefined;
  /** Sends nothing. Provides credentials and hashing. */
  private readonly sdk: SFNClient;

  constructor({ region, endpoint, credentials }: AwsOptions) {
    this.region = region;
    this.endpoint = endpoint;
    this.sdk = new SFNClient({ region, ...(credentials && { credentials }) });
  }

  /** Base URL of a service. */
  urlOf(service: string): string {
    return this.endpoint ?? `https://${service}.${this.region}.amazonaws.com`;
  }

  /** The current credentials. */
  credentials() {
    return this.sdk.config.credentials();
  }

  /** Calls a JSON 1.1 operation. @param target such as `AWSCognitoIdentityProviderService.AdminGetUser` */
  async json(service: string, target: string, input: object): Promise<unknown> {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
    const text = await this.post(service, headers, JSON.stringify(input));
    return text === '' ? {} : JSON.parse(text);
  }

  /** Calls a query protocol operation. @returns the response's XML as an object */
  async query(
    service: string,
    version: string,
    action: string,
    input: Record<string, string>,
  ): Promise<unknown> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ Action: action, Version: version, ...input }).toString();
    return z.record(z.string(), z.unknown()).parse(parseXML(await this.post(service, headers, body)));
  }

  private async post(service: string, headers: Record<string, string>, body: string): Promise<string> {
    const url = new URL(this.urlOf(service));
    const { credentials, sha256 } = this.sdk.config;
    const signer = new SignatureV4({ service, region: this.region, credentials, sha256 });
    const { protocol, hostname, host, port } = url;
    const signed = await signer.sign({
      ...{ method: 'POST', protocol, hostname, path: '/', query: {}, body },
      ...(port !== '' && { port: Number(port) }),
      headers: { host, ...headers },
    });
    const answer = await fetch(url, { method: 'POST', headers: signed.headers, body });
    const text = await answer.text();
    if (!answer.ok) throw new AwsCallError(`${service}: ${answer.status} ${text.slice(0, 500)}`);
    return text;
  }
}
