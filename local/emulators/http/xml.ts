import { parseXML } from '@aws-sdk/xml-builder';
import { AwsError } from './aws-error.ts';
import type { Answer } from './server.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** An element with escaped text. */
export function text(name: string, value: string | number | boolean): string {
  return `<${name}>${escapeXml(String(value))}</${name}>`;
}

export function element(name: string, ...children: readonly string[]): string {
  return `<${name}>${children.join('')}</${name}>`;
}

/** Escapes text for element content, including control characters. */
export function escapeXml(value: string): string {
  return value.replace(/[&<>"'\p{Cc}]/gu, (char) => `&#x${char.charCodeAt(0).toString(16)};`);
}

/** A complete XML response. @param root name of the root element */
export function xml(
  status: number,
  root: string,
  namespace: string | undefined,
  children: readonly string[],
): Answer {
  const opening = namespace === undefined ? root : `${root} xmlns="${namespace}"`;
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `${declaration}<${opening}>${children.join('')}</${root}>`,
  };
}

/** @throws AwsError MalformedXML */
export function parseXmlBody(body: Buffer): unknown {
  try {
    return parseXML(body.toString('utf8'));
  } catch {
    throw new AwsError(400, 'MalformedXML', 'The XML you provided was not well-formed.');
  }
}
