import { readFile } from 'node:fs/promises';
import { GetObjectCommand, NoSuchKey, PutObjectCommand } from '@aws-sdk/client-s3';
import { decoderKey, decoderLicenseKey, modelPrefixes } from '#contracts/keys.ts';
import { DecoderError } from '../export-decoder.ts';
import type { Destination } from '../transfer.ts';

/**
 * Publishes the mask decoder that browsers load, and SAM's license beside it, which its terms ask for.
 * @param file path of the graph
 * @throws DecoderError when the bucket lacks the license; then nothing is published
 */
export async function uploadDecoder(destination: Destination, file: string): Promise<void> {
  const { s3, bucket: Bucket } = destination;
  const graph = await readFile(file);
  const license = await licenseOf(destination);
  const CacheControl = 'public, max-age=86400';
  const ContentType = 'text/plain; charset=utf-8';
  await s3.send(
    new PutObjectCommand({ Bucket, Key: decoderLicenseKey, Body: license, CacheControl, ContentType }),
  );
  await s3.send(new PutObjectCommand({ Bucket, Key: decoderKey, Body: graph, CacheControl }));
}

async function licenseOf({ s3, bucket: Bucket }: Destination): Promise<Uint8Array> {
  const Key = `${modelPrefixes.sam3}LICENSE`;
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const text = await Body?.transformToByteArray();
    if (text !== undefined && text.length > 0) return text;
  } catch (error) {
    if (!(error instanceof NoSuchKey)) throw error;
  }
  throw new DecoderError(
    `${Key} is missing, and the decoder must not be published without it. Run: npm run models:upload`,
  );
}
