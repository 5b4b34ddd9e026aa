import {
  compile,
  type Execution,
  type HistoryEvent,
  type StateMachine,
  type Stimulus,
} from '#state-machines/asl/index.ts';
import { simulatedFacts } from '#state-machines/simulation/simulate.ts';
import { CALLBACK, definitionOf } from '../support.ts';

export const START = simulatedFacts('test', '{}').startTime;
export const SECOND = 1000;

/** A running execution and its history so far. */
export class Lifecycle {
  readonly machine: StateMachine;
  readonly execution: Execution;
  readonly history: HistoryEvent[] = [];

  constructor(definition: object, token?: (arn: string, id: number) => string) {
    this.machine = compile(definition, token === undefined ? {} : { token });
    this.execution = this.machine.start(simulatedFacts('test', '{}'));
    this.at(0, { kind: 'start' });
  }

  /** @param seconds since the start */
  at(seconds: number, stimulus: Stimulus) {
    const advance = this.machine.advance(this.execution, stimulus, START + seconds * SECOND);
    this.history.push(...advance.events);
    return advance;
  }

  restarted(): Lifecycle {
    const copy: Lifecycle = Object.create(Lifecycle.prototype, {
      machine: { value: this.machine },
      execution: { value: this.machine.fold(this.machine.start(simulatedFacts('test', '{}')), this.history) },
      history: { value: [...this.history] },
    });
    return copy;
  }
}

export const CALL = definitionOf({
  T: {
    Type: 'Task',
    Resource: CALLBACK,
    Arguments: { t: '{% $states.context.Task.Token %}' },
    TimeoutSeconds: 60,
    HeartbeatSeconds: 10,
  },
});
