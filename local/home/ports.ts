import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { HomeError } from '../errors.ts';

/** Every service that listens, in the order of their ports. */
export const serviceNames = [
  'api',
  'identity',
  'inbox',
  'stepFunctions',
  's3',
  'dynamodb',
  'sns',
  'eventbridge',
  'sagemaker',
  'secrets',
  'lambda',
  'model',
] as const;
export type ServiceName = (typeof serviceNames)[number];
export type Ports = Readonly<Record<ServiceName, number>>;

/** First port of a home that was told none. */
export const defaultBase = 3900;

/**
 * Ports of a home. They are remembered, since links in mails and tokens hold them.
 * @param wanted first of a row of ports; `free` takes any that nobody has; undefined: those of the last start
 * @throws HomeError `PortTaken`, `PortInvalid`
 */
export async function choosePorts(
  wanted: number | 'free' | undefined,
  remembered: Readonly<Record<string, number>>,
): Promise<Ports> {
  if (wanted === 'free') return freePorts(remembered);
  const known = completed(remembered);
  const ports = wanted === undefined && known !== undefined ? known : rowFrom(wanted ?? defaultBase);
  for (const name of serviceNames) {
    if (!(await isFree(ports[name]))) throw portTaken(name, ports[name]);
  }
  return ports;
}

/** A port on loopback that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The port is not known.');
  return address.port;
}

/** Ports that systems hand out to outgoing connections begin at 32,768; a home's must still be free tomorrow. */
const freeRange = { from: 20_000, to: 32_000 };

async function freePorts(remembered: Readonly<Record<string, number>>): Promise<Ports> {
  const known = completed(remembered);
  if (known !== undefined && (await areFree(known))) return known;
  for (;;) {
    const ports = rowFrom(randomInt(freeRange.from, freeRange.to));
    if (await areFree(ports)) return ports;
  }
}

async function areFree(ports: Ports): Promise<boolean> {
  const free = await Promise.all(serviceNames.map((name) => isFree(ports[name])));
  return free.every(Boolean);
}

function rowFrom(base: number): Ports {
  if (!Number.isInteger(base) || base < 1 || base + serviceNames.length > 65_536) {
    throw new HomeError('PortInvalid', `--port ${base} is not a port with ${serviceNames.length} after it.`);
  }
  return portsBy((i) => base + i);
}

function completed(ports: Readonly<Record<string, number>>): Ports | undefined {
  return serviceNames.every((name) => ports[name] !== undefined)
    ? portsBy((i) => ports[serviceNames[i] ?? ''] ?? 0)
    : undefined;
}

function portsBy(port: (index: number) => number): Ports {
  const at = (name: ServiceName) => port(serviceNames.indexOf(name));
  return {
    api: at('api'),
    identity: at('identity'),
    inbox: at('inbox'),
    stepFunctions: at('stepFunctions'),
    s3: at('s3'),
    dynamodb: at('dynamodb'),
    sns: at('sns'),
    eventbridge: at('eventbridge'),
    sagemaker: at('sagemaker'),
    secrets: at('secrets'),
    lambda: at('lambda'),
    model: at('model'),
  };
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  return promise;
}

/** The error of a port that somebody else listens on. */
export function portTaken(service: ServiceName, port: number): HomeError {
  return new HomeError(
    'PortTaken',
    `Port ${port} (${service}) is taken by another program. Stop that, or choose another row of ports with --port BASE.`,
    { service, port },
  );
}
