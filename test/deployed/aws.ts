import { SFNClient } from '@aws-sdk/client-sfn';
import { parseXML } from '@aws-sdk/xml-builder';
import { SignatureV4 } from '@smithy/signature-v4';
import { z } from 'zod';

export interface AwsOptions {
  readonly region: string;
  /** An emulator's base URL, in the place of AWS. */
  readonly endpoint?: string | undefined;
  /** Those that every client would find, unless told. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** AWS said no, in its own words. */
export class AwsCallError extends Error {
  override readonly name = 'AwsCallError';
}

/**
 * Calls of services that this project has no client of, signed with the credentials that every client would find
 * (environment, profile, single sign-on, instance).
 */
export class Aws {
  readonly region: string;
  private readonly endpoint: string | undefined;
  /** Never sent anything: it knows how to find credentials and how to hash. */
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

  /** The credentials as they are now. */
  credentials() {
    return this.sdk.config.credentials();
  }

  /** A call of the JSON 1.1 protocol. @param target for instance `AWSCognitoIdentityProviderService.AdminGetUser` */
  async json(service: string, target: string, input: object): Promise<unknown> {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
    const text = await this.post(service, headers, JSON.stringify(input));
    return text === '' ? {} : JSON.parse(text);
  }

  /** A call of the query protocol. @returns the answer's XML as an object */
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
