/** Assigns events to visits. Each event refers to the previous one in the same branch. */
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { detailsOf, numberOf, textOf } from './events.ts';
import { OpenVisit } from './open-visit.ts';
import type { Visit, Visits } from './visit.ts';

const CONTAINERS: readonly string[] = ['Map', 'Parallel'];

export class VisitReader {
  readonly #visits: OpenVisit[] = [];
  readonly #ofEvent = new Map<number, OpenVisit>();
  /** Map iterations, by the id of the event that started them. */
  readonly #iterations = new Map<number, number>();
  #redrive = 0;

  read(event: HistoryEvent): void {
    if (event.type.startsWith('Execution')) this.#execution(event);
    else if (event.type.endsWith('StateEntered')) this.#enter(event);
    else this.#inside(event);
  }

  #inside(event: HistoryEvent): void {
    const visit = this.#ownerOf(event);
    if (visit === undefined) return;
    this.#ofEvent.set(event.id, visit);
    if (event.type === 'MapIterationStarted')
      this.#iterations.set(event.id, numberOf(detailsOf(event), 'index') ?? 0);
    visit.read(event, this.#redrive);
  }

  visits(): Visits {
    const all = this.#visits.map((visit) => visit.finish());
    const ofEvent = new Map<number, Visit>();
    for (const [id, { index }] of this.#ofEvent) {
      const visit = all[index];
      if (visit !== undefined) ofEvent.set(id, visit);
    }
    return { all, ofEvent };
  }

  #execution(event: HistoryEvent): void {
    if (event.type === 'ExecutionRedriven') {
      this.#redrive = numberOf(detailsOf(event), 'redriveCount') ?? this.#redrive + 1;
      return;
    }
    const ending = {
      ExecutionFailed: 'failed',
      ExecutionTimedOut: 'timedOut',
      ExecutionAborted: 'aborted',
    } as const;
    const how = Object.entries(ending).find(([type]) => type === event.type)?.[1];
    if (how === undefined) return;
    for (const visit of this.#visits) if (visit.isOpen && !visit.wasCutOff) visit.cutOff(event, how);
  }

  #enter(event: HistoryEvent): void {
    const before = this.#ofEvent.get(event.previousEventId) ?? this.#resumed(event);
    const open = before?.isOpen === true;
    const inside = open && CONTAINERS.includes(before.type);
    const retried = open && !inside;
    const visit = new OpenVisit(this.#visits.length, event, {
      parent: inside ? before : before?.parent,
      from: inside || retried ? undefined : before,
      iteration: this.#iterations.get(event.previousEventId),
    });
    this.#visits.push(visit);
    this.#ofEvent.set(event.id, visit);
  }

  #ownerOf(event: HistoryEvent): OpenVisit | undefined {
    const before = this.#ofEvent.get(event.previousEventId) ?? this.#resumed(event);
    if (event.type.endsWith('StateExited')) {
      const name = textOf(detailsOf(event), 'name');
      return climb(before, (visit) => visit.state === name);
    }
    const container = /^(Map|Parallel)/.exec(event.type)?.[1];
    if (container === undefined) return before;
    return climb(before, (visit) => visit.type === container && visit.isOpen);
  }

  /** The state that a redrive resumes. Its next events refer to the redrive, not to the state. */
  #resumed(event: HistoryEvent): OpenVisit | undefined {
    if (this.#redrive === 0) return undefined;
    const cut = this.#visits.filter((visit) => visit.isOpen && visit.wasCutOff);
    const name = textOf(detailsOf(event), 'name');
    if (name !== undefined) return cut.findLast((visit) => visit.state === name) ?? cut.at(-1);
    return cut.find((visit) => !CONTAINERS.includes(visit.type)) ?? cut.at(-1);
  }
}

function climb(from: OpenVisit | undefined, fits: (visit: OpenVisit) => boolean): OpenVisit | undefined {
  let visit = from;
  while (visit !== undefined && !fits(visit)) visit = visit.parent;
  return visit ?? from;
}
