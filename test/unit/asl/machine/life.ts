import {
  compile,
  type Execution,
  type HistoryEvent,
  type Machine,
  type Stimulus,
} from '#state-machines/asl/index.ts';
import { simulatedFacts } from '#state-machines/conformance/simulate.ts';
import { CALLBACK, machineOf } from '../tell.ts';

export const START = simulatedFacts('test', '{}').startTime;
export const SECOND = 1000;

/** A live execution and its history so far. */
export class Life {
  readonly machine: Machine;
  readonly execution: Execution;
  readonly history: HistoryEvent[] = [];

  constructor(definition: object, token?: (arn: string, id: number) => string) {
    this.machine = compile(definition, token === undefined ? {} : { token });
    this.execution = this.machine.begin(simulatedFacts('test', '{}'));
    this.at(0, { kind: 'start' });
  }

  /** @param seconds since the start */
  at(seconds: number, stimulus: Stimulus) {
    const advance = this.machine.advance(this.execution, stimulus, START + seconds * SECOND);
    this.history.push(...advance.events);
    return advance;
  }

  refolded(): Life {
    const copy: Life = Object.create(Life.prototype, {
      machine: { value: this.machine },
      execution: { value: this.machine.fold(this.machine.begin(simulatedFacts('test', '{}')), this.history) },
      history: { value: [...this.history] },
    });
    return copy;
  }
}

export const CALL = machineOf({
  T: {
    Type: 'Task',
    Resource: CALLBACK,
    Arguments: { t: '{% $states.context.Task.Token %}' },
    TimeoutSeconds: 60,
    HeartbeatSeconds: 10,
  },
});
