import { Inference } from '#infra/settings/inference.ts';
import type { Policy } from './autoscaler.ts';

/** The plan of record's: target tracking alone. */
export const plan: Policy = {
  name: 'plan',
  maxInstances: 5,
  backlogPerInstance: 2,
  scaleOutCooldown: 60,
  scaleInCooldown: 600,
};

/** A step from zero after so many minutes. */
const wake = (minutes: number, instances = 1) => ({ instances, minutes, cooldown: 300 });

/** What is tried; the first is the plan with the step from zero that is commonly added. */
export const candidates: readonly Policy[] = [
  { ...plan, name: 'plan, wake 2 min', wake: wake(2) },
  ...[0.5, 1, 2, 4].flatMap((backlogPerInstance) =>
    [1, 3].map((minutes) => ({
      ...plan,
      name: `target ${backlogPerInstance}, wake ${minutes} min`,
      backlogPerInstance,
      wake: wake(minutes),
    })),
  ),
  { ...plan, name: 'target 1, wake 1 min by 2', backlogPerInstance: 1, wake: wake(1, 2) },
  {
    ...plan,
    name: 'target 1, wake 3 min, in 1,800 s',
    backlogPerInstance: 1,
    scaleInCooldown: 1_800,
    wake: wake(3),
  },
];

const { scaling } = Inference.parse({});

/** What is deployed, unless settings say otherwise. */
export const deployed: Policy = {
  name: 'ours',
  maxInstances: scaling.maxInstances,
  backlogPerInstance: scaling.backlogPerInstance,
  scaleOutCooldown: scaling.scaleOutCooldown,
  scaleInCooldown: scaling.scaleInCooldown,
  wake: { instances: scaling.wakeInstances, minutes: scaling.wakeMinutes, cooldown: scaling.wakeCooldown },
};

/** Without the cap of five. */
export function uncapped(policy: Policy): Policy {
  return { ...policy, maxInstances: Number.POSITIVE_INFINITY };
}
