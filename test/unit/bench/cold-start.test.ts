import { describe, expect, it } from 'vitest';
import { clientsOf } from '../../../bench/cold-start/clients.ts';
import { ratios, rows } from '../../../bench/cold-start/report.ts';

const start = (wall: number, cpu = wall, memory = 50) => ({ wall, cpu, memory });

describe('clientsOf', () => {
  it('finds each client once and returns its boto3 name', () => {
    const bundle =
      'serviceId:e?.serviceId??"SFN",a;serviceId:t$?.serviceId??"DynamoDB";serviceId:x?.serviceId??"SFN"';

    expect(clientsOf(bundle)).toEqual(['dynamodb', 'stepfunctions']);
  });

  it('rejects an unknown client', () => {
    expect(() => clientsOf('serviceId:e?.serviceId??"Polly"')).toThrow('Polly');
  });
});

describe('cold start report', () => {
  const measured = {
    name: 'status',
    clients: ['s3'],
    kilobytes: 600,
    node: [start(100, 120), start(300, 130), start(110, 110)],
    python: [start(400, 400), start(600, 390), start(550, 440)],
  };

  it('computes ratios within a round', () => {
    expect(ratios(measured).wall).toBe(0.25);
    expect(ratios(measured).cpu).toBe(0.3);
  });

  it('reports medians', () => {
    const [, row] = rows([measured]);

    expect(row).toEqual(['status', '600', '110', '120', '50', '550', '400', '50', '0.25', '0.30']);
  });
});
