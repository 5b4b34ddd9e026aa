/** A scaling policy; times in seconds. */
export interface Policy {
  readonly name: string;
  readonly maxInstances: number;
  /** Target of target tracking: waiting requests per instance. */
  readonly backlogPerInstance: number;
  readonly scaleOutCooldown: number;
  readonly scaleInCooldown: number;
  /** A step from zero as soon as a request waits. Without it only target tracking scales. */
  readonly wake?: { readonly instances: number; readonly minutes: number; readonly cooldown: number };
}

/** CloudWatch's datapoint of one minute. */
export interface Minute {
  readonly backlog: number;
  readonly inService: number;
}

/**
 * Consecutive one-minute datapoints that target tracking's alarms need: above the target, and below 90% of it.
 * Source: https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
 */
export const alarms = { high: 3, low: 15, lowShare: 0.9 } as const;

/**
 * Application Auto Scaling on SageMaker's two metrics, one datapoint per minute. For an endpoint without instances the
 * backlog per instance is the backlog. Without backlog there is no datapoint.
 */
export class Autoscaler {
  readonly #policy: Policy;
  #above = 0;
  #below = 0;
  #asleep = 0;
  #lastOut = Number.NEGATIVE_INFINITY;
  #lastIn = Number.NEGATIVE_INFINITY;
  #lastWake = Number.NEGATIVE_INFINITY;

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /**
   * Evaluates one minute.
   * @param changing true while instances start: SageMaker then accepts no other change, but the alarms continue.
   * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html
   * @returns the desired number of instances
   */
  observe(minute: Minute, desired: number, changing: boolean, now: number): number {
    this.#count(minute);
    if (changing) return desired;
    const wanted = [this.#wake(desired, now), this.#track(minute, desired, now)];
    // When policies disagree, AWS takes the larger capacity.
    const most = Math.max(...wanted.map((count) => count ?? Number.NEGATIVE_INFINITY));
    return Number.isFinite(most) ? Math.min(most, this.#policy.maxInstances) : desired;
  }

  #count({ backlog, inService }: Minute): void {
    const { backlogPerInstance } = this.#policy;
    const metric = backlog > 0 || inService > 0 ? backlog / Math.max(1, inService) : Number.NaN;
    this.#above = metric > backlogPerInstance ? this.#above + 1 : 0;
    this.#below = metric < backlogPerInstance * alarms.lowShare ? this.#below + 1 : 0;
    this.#asleep = backlog > 0 && inService === 0 ? this.#asleep + 1 : 0;
  }

  #wake(desired: number, now: number): number | undefined {
    const { wake } = this.#policy;
    if (wake === undefined || this.#asleep < wake.minutes || now < this.#lastWake + wake.cooldown)
      return undefined;
    this.#lastWake = now;
    return desired + wake.instances;
  }

  #track({ backlog, inService }: Minute, desired: number, now: number): number | undefined {
    const { backlogPerInstance, scaleOutCooldown, scaleInCooldown } = this.#policy;
    const metric = backlog / Math.max(1, inService);
    const wanted = Math.ceil((Math.max(1, inService) * metric) / backlogPerInstance);
    if (this.#above >= alarms.high && wanted > desired && now >= this.#lastOut + scaleOutCooldown) {
      this.#lastOut = now;
      return wanted;
    }
    if (this.#below >= alarms.low && wanted < desired && now >= this.#lastIn + scaleInCooldown) {
      this.#lastIn = now;
      return wanted;
    }
    return undefined;
  }
}
