import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { s3 } from '#tasks/core/clients.ts';

interface Version {
  readonly version: string;
  readonly bytes: Uint8Array;
}

/** A versioned bucket in memory, behind the SDK. */
export class FakeS3 {
  readonly mock = mockClient(s3);
  private readonly objects = new Map<string, Version[]>();
  private readonly failures = new Map<string, Error>();
  private versions = 0;
  private beforePut: (() => Promise<unknown>) | undefined;

  reset(): void {
    this.objects.clear();
    this.failures.clear();
    this.mock.reset();
    this.mock.on(HeadObjectCommand).callsFake((input) => {
      const found = this.find(input);
      return { VersionId: found.version, ContentLength: found.bytes.length };
    });
    this.mock.on(GetObjectCommand).callsFake((input) => {
      this.throwFailure(input.Key);
      const { bytes } = this.find(input);
      return { ContentLength: bytes.length, Body: { transformToByteArray: async () => bytes } };
    });
    this.mock.on(PutObjectCommand).callsFake(async ({ Key, Body }) => {
      const before = this.beforePut;
      this.beforePut = undefined;
      await before?.();
      return { VersionId: this.put(Key, Body) };
    });
    this.mock.on(DeleteObjectCommand).callsFake((gone) => this.delete([gone]));
    this.mock.on(CopyObjectCommand).callsFake((input) => this.copy(input));
    this.mock.on(ListObjectVersionsCommand).callsFake(({ Prefix }) => this.list(Prefix));
    this.mock.on(DeleteObjectsCommand).callsFake(({ Delete }) => this.delete(Delete.Objects));
  }

  /** @returns the new version */
  put(key: string, body: Uint8Array | string): string {
    this.versions += 1;
    const version = `v${this.versions}`;
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    this.objects.set(key, [...(this.objects.get(key) ?? []), { version, bytes }]);
    return version;
  }

  /** Makes the next read of a key fail. */
  failNextRead(key: string, error: Error): void {
    this.failures.set(key, error);
  }

  /** Does something just before the next object is stored. */
  onNextPut(act: () => Promise<unknown>): void {
    this.beforePut = act;
  }

  private throwFailure(key: string): void {
    const failure = this.failures.get(key);
    this.failures.delete(key);
    if (failure !== undefined) throw failure;
  }

  get keys(): string[] {
    return [...this.objects.keys()].sort();
  }

  text(key: string): string {
    return Buffer.from(this.bytes(key)).toString();
  }

  /** Of the newest version. */
  bytes(key: string): Uint8Array {
    return this.find({ Key: key }).bytes;
  }

  private find({ Key, VersionId }: { Key: string; VersionId?: string }): Version {
    const versions = this.objects.get(Key) ?? [];
    const found = VersionId ? versions.find(({ version }) => version === VersionId) : versions.at(-1);
    if (found !== undefined) return found;
    throw new S3ServiceException({
      name: 'NotFound',
      $fault: 'client',
      $metadata: { httpStatusCode: 404 },
      message: 'NotFound',
    });
  }

  private copy({ Key, CopySource }: { Key: string; CopySource: string }) {
    const url = new URL(CopySource, 'https://s3.example');
    const [, , ...path] = url.pathname.split('/');
    const source = {
      Key: decodeURIComponent(path.join('/')),
      VersionId: url.searchParams.get('versionId') ?? '',
    };
    return { VersionId: this.put(Key, this.find(source).bytes) };
  }

  private list(prefix: string) {
    const found = [...this.objects].filter(([key]) => key.startsWith(prefix));
    return {
      Versions: found.flatMap(([Key, versions]) =>
        versions.map(({ version }) => ({ Key, VersionId: version })),
      ),
    };
  }

  private delete(gone: readonly { Key: string; VersionId: string }[]) {
    for (const { Key, VersionId } of gone) {
      const left = (this.objects.get(Key) ?? []).filter(({ version }) => version !== VersionId);
      if (left.length === 0) this.objects.delete(Key);
      else this.objects.set(Key, left);
    }
    return {};
  }
}
