import { Inference } from '#infra/settings/inference.ts';
import type { Policy } from './autoscaler.ts';

/** The polling baseline's policy (see `bench/cost/polling-baseline.ts`): target tracking alone. */
export const baseline: Policy = {
  name: 'baseline',
  maxInstances: 5,
  backlogPerInstance: 2,
  scaleOutCooldown: 60,
  scaleInCooldown: 600,
};

/** A step from zero after `minutes` with a backlog. */
const wake = (minutes: number, instances = 1) => ({ instances, minutes, cooldown: 300 });

/** The policies to compare. The first is the baseline with the usual step from zero. */
export const candidates: readonly Policy[] = [
  { ...baseline, name: 'baseline, wake 2 min', wake: wake(2) },
  ...[0.5, 1, 2, 4].flatMap((backlogPerInstance) =>
    [1, 3].map((minutes) => ({
      ...baseline,
      name: `target ${backlogPerInstance}, wake ${minutes} min`,
      backlogPerInstance,
      wake: wake(minutes),
    })),
  ),
  { ...baseline, name: 'target 1, wake 1 min by 2', backlogPerInstance: 1, wake: wake(1, 2) },
  {
    ...baseline,
    name: 'target 1, wake 3 min, in 1,800 s',
    backlogPerInstance: 1,
    scaleInCooldown: 1_800,
    wake: wake(3),
  },
];

const { scaling } = Inference.parse({});

/** The default of the settings. */
export const deployed: Policy = {
  name: 'Gen3D',
  maxInstances: scaling.maxInstances,
  backlogPerInstance: scaling.backlogPerInstance,
  scaleOutCooldown: scaling.scaleOutCooldown,
  scaleInCooldown: scaling.scaleInCooldown,
  wake: { instances: scaling.wakeInstances, minutes: scaling.wakeMinutes, cooldown: scaling.wakeCooldown },
};

/** The policy without the cap of five instances. */
export function uncapped(policy: Policy): Policy {
  return { ...policy, maxInstances: Number.POSITIVE_INFINITY };
}
