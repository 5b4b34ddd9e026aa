import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { EnvironmentError } from '../errors.ts';

/** Every service that listens, in port order. */
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

/** First port when no other is given. */
export const defaultBase = 3900;

/**
 * Chooses the ports of a local environment. The folder remembers them, because emails and tokens contain them.
 * @param wanted first of consecutive ports, `free` for any free ones, or undefined for those of the last start
 * @throws EnvironmentError `PortTaken`, `PortInvalid`
 */
export async function choosePorts(
  wanted: number | 'free' | undefined,
  remembered: Readonly<Record<string, number>>,
): Promise<Ports> {
  if (wanted === 'free') return freePorts(remembered);
  const known = completePorts(remembered);
  const ports = wanted === undefined && known !== undefined ? known : portsFrom(wanted ?? defaultBase);
  for (const name of serviceNames) {
    if (!(await isFree(ports[name]))) throw portTaken(name, ports[name]);
  }
  return ports;
}

/** A loopback port that is free at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The port is not known.');
  return address.port;
}

/** Below 32,768, where the ports of outgoing connections start. These must still be free at the next start. */
const freeRange = { from: 20_000, to: 32_000 };

async function freePorts(remembered: Readonly<Record<string, number>>): Promise<Ports> {
  const known = completePorts(remembered);
  if (known !== undefined && (await areFree(known))) return known;
  for (;;) {
    const ports = portsFrom(randomInt(freeRange.from, freeRange.to));
    if (await areFree(ports)) return ports;
  }
}

async function areFree(ports: Ports): Promise<boolean> {
  const free = await Promise.all(serviceNames.map((name) => isFree(ports[name])));
  return free.every(Boolean);
}

function portsFrom(base: number): Ports {
  if (!Number.isInteger(base) || base < 1 || base + serviceNames.length > 65_536) {
    throw new EnvironmentError(
      'PortInvalid',
      `${base} isn't a valid base port. Gen3D needs ${serviceNames.length} consecutive ports below 65,536.`,
    );
  }
  return portsBy((i) => base + i);
}

function completePorts(ports: Readonly<Record<string, number>>): Ports | undefined {
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

/** Whether nothing listens on a loopback port. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  return promise;
}

/** The error for a port that another program uses. */
export function portTaken(service: ServiceName, port: number): EnvironmentError {
  return new EnvironmentError(
    'PortTaken',
    `Port ${port} (${service}) is in use. Stop that program, or use --port BASE (${serviceNames.length} ports from BASE) or --port free.`,
    { service, port },
  );
}
