/** The graph of an execution: the definition's states and transitions, and what happened to them. */
import type { ExitKind, StateMachineShape, StateShape } from './definition.ts';
import type { Outcome, Visit } from './visit.ts';
import { isOpen } from './visits.ts';

export type NodeStatus = Outcome | 'notReached';

export interface GraphNode {
  readonly id: string;
  /** Name of the state. Undefined for Start and End. */
  readonly state: string | undefined;
  readonly label: string;
  readonly type: string;
  readonly comment: string | undefined;
  readonly status: NodeStatus;
  readonly visits: number;
  /** Attempts after the first of each visit. */
  readonly retries: number;
  /** How many errors were caught here. */
  readonly caught: number;
  /** True if a redrive resumed here. */
  readonly redriven: boolean;
  /** The Parallel or Map state around it. */
  readonly parent: string | undefined;
  readonly isContainer: boolean;
  /** True if the state is in the history but not in the definition. */
  readonly isForeign: boolean;
}

export interface GraphEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: ExitKind;
  readonly labels: readonly string[];
  /** How many times it was taken. */
  readonly taken: number;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export const startId = 'start:';
export const endId = 'end:';

/** @param succeeded whether the execution succeeded, so that its last state leads to End */
export function graphOf(
  stateMachine: StateMachineShape,
  visits: readonly Visit[],
  succeeded: boolean,
): Graph {
  const transitions = countTransitions(visits, succeeded);
  const nodes: GraphNode[] = [];
  const edges: EdgeDraft[] = [];
  addStateMachine(stateMachine, undefined, visits, nodes, edges);
  const known = new Set(nodes.map(({ id }) => id));
  for (const [name, type] of foreignStates(visits, known)) {
    nodes.push({ ...nodeOf(name, visits), type, comment: undefined, isForeign: true });
  }
  return {
    nodes: [terminal(startId, 'Start', visits.length > 0), ...nodes, terminal(endId, 'End', succeeded)],
    edges: mergeEdges(edges, transitions),
  };
}

interface EdgeDraft {
  readonly from: string;
  readonly to: string;
  readonly kind: ExitKind;
  readonly label: string | undefined;
}

function addStateMachine(
  stateMachine: StateMachineShape,
  parent: string | undefined,
  visits: readonly Visit[],
  nodes: GraphNode[],
  edges: EdgeDraft[],
): void {
  if (parent === undefined)
    edges.push({ from: startId, to: stateMachine.startAt, kind: 'next', label: undefined });
  for (const state of stateMachine.states) {
    nodes.push({
      ...nodeOf(state.name, visits),
      type: state.type,
      comment: state.comment,
      parent,
      isContainer: state.inner.length > 0,
    });
    for (const { to, kind, label } of state.exits) edges.push({ from: state.name, to, kind, label });
    if (parent === undefined && state.ends) edges.push(toEnd(state));
    for (const inner of state.inner) addStateMachine(inner, state.name, visits, nodes, edges);
  }
}

function toEnd({ name }: StateShape): EdgeDraft {
  return { from: name, to: endId, kind: 'next', label: undefined };
}

function nodeOf(state: string, all: readonly Visit[]): GraphNode {
  const visits = all.filter((visit) => visit.state === state);
  return {
    id: state,
    state,
    label: state,
    type: '',
    comment: undefined,
    status: statusOf(visits),
    visits: visits.length,
    retries: visits.reduce((sum, { attempts }) => sum + retriesOf(attempts), 0),
    caught: visits.filter(({ outcome }) => outcome === 'caught').length,
    redriven: visits.some(({ attempts }) => attempts[0]?.redrive !== attempts.at(-1)?.redrive),
    parent: undefined,
    isContainer: false,
    isForeign: false,
  };
}

/** A redrive's first attempt doesn't count as a retry. */
function retriesOf(attempts: Visit['attempts']): number {
  return attempts.filter(({ redrive }, index) => index > 0 && attempts[index - 1]?.redrive === redrive)
    .length;
}

/** The status of an open visit, if there is one, or else of the last visit. */
function statusOf(visits: readonly Visit[]): NodeStatus {
  return (visits.findLast(isOpen) ?? visits.at(-1))?.outcome ?? 'notReached';
}

function terminal(id: string, label: string, reached: boolean): GraphNode {
  return {
    ...nodeOf('', []),
    id,
    state: undefined,
    label,
    type: label,
    status: reached ? 'succeeded' : 'notReached',
  };
}

function foreignStates(visits: readonly Visit[], known: ReadonlySet<string>): Map<string, string> {
  const foreign = visits.filter(({ state }) => !known.has(state));
  return new Map(foreign.map(({ state, type }) => [state, type]));
}

function countTransitions(visits: readonly Visit[], succeeded: boolean): Map<string, EdgeCount> {
  const counts = new Map<string, EdgeCount>();
  const count = (from: string, to: string, kind: ExitKind) => {
    const key = keyOf(from, to);
    counts.set(key, { from, to, kind, taken: (counts.get(key)?.taken ?? 0) + 1 });
  };
  for (const visit of visits) {
    const from = visit.from === undefined ? undefined : visits[visit.from];
    if (from !== undefined) count(from.state, visit.state, from.outcome === 'caught' ? 'catch' : 'next');
    else if (visit.index === 0) count(startId, visit.state, 'next');
  }
  const last = visits.findLast(({ parent }) => parent === undefined);
  if (succeeded && last?.outcome === 'succeeded') count(last.state, endId, 'next');
  return counts;
}

interface EdgeCount {
  readonly from: string;
  readonly to: string;
  readonly kind: ExitKind;
  readonly taken: number;
}

/** Merges edges with the same ends, and adds transitions that aren't in the definition. */
function mergeEdges(drafts: readonly EdgeDraft[], taken: ReadonlyMap<string, EdgeCount>): GraphEdge[] {
  const edges = new Map<string, GraphEdge>();
  for (const { from, to, kind, label } of drafts) {
    const id = keyOf(from, to);
    const before = edges.get(id);
    const labels = [...(before?.labels ?? []), ...(label === undefined ? [] : [label])];
    // An edge that isn't only a catcher's is drawn as a regular one.
    const shown = before === undefined || before.kind === 'catch' ? kind : before.kind;
    edges.set(id, { id, from, to, kind: shown, labels, taken: taken.get(id)?.taken ?? 0 });
  }
  for (const [id, { from, to, kind, taken: times }] of taken) {
    if (!edges.has(id)) edges.set(id, { id, from, to, kind, labels: [], taken: times });
  }
  return [...edges.values()];
}

function keyOf(from: string, to: string): string {
  return `${from} → ${to}`;
}
