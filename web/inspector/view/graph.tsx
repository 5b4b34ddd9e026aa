import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo, useState } from 'react';
import { classNames } from '#web/ui/class-names.ts';
import type { Graph } from '../model/graph.ts';
import { layoutOf, type PlacedEdge } from '../model/layout.ts';
import styles from './graph.module.css';
import { pathOf } from './graph-lines.ts';
import { StateNode } from './graph-node.tsx';
import { Legend } from './legend.tsx';

interface GraphViewProps {
  readonly graph: Graph;
  readonly selected: string | undefined;
  /** The state where a replay diverged. */
  readonly diverged: string | undefined;
  readonly onSelect: (state: string) => void;
}

const zooms = [0.5, 0.65, 0.8, 1, 1.25, 1.6];

export function GraphView({ graph, selected, diverged, onSelect }: GraphViewProps) {
  const layout = useMemo(() => layoutOf(graph), [graph]);
  /** Undefined fits the width. */
  const [zoom, setZoom] = useState<number>();
  const change = (by: 1 | -1) => {
    const now = zooms.indexOf(zoom ?? 0.8);
    setZoom(zooms[Math.min(zooms.length - 1, Math.max(0, now + by))]);
  };
  const { x, y, width, height } = layout.field;
  const edges = layout.edges.toSorted((one, other) => Math.sign(one.taken) - Math.sign(other.taken));
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="zoom-out" ariaLabel="Zoom out" onClick={() => change(-1)} />
              <Button iconName="zoom-in" ariaLabel="Zoom in" onClick={() => change(1)} />
              <Button iconName="zoom-to-fit" ariaLabel="Fit width" onClick={() => setZoom(undefined)} />
            </SpaceBetween>
          }
        >
          State machine
        </Header>
      }
      footer={<Legend />}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable with the keyboard */}
      <section className={styles.field} tabIndex={0} aria-label="Graph of the state machine">
        {/* biome-ignore lint/a11y/useSemanticElements: SVG has no fieldset, and without a role it counts as one image */}
        <svg
          role="group"
          aria-label="States and transitions"
          className={styles.drawing}
          viewBox={`${x} ${y} ${width} ${height}`}
          width={zoom === undefined ? undefined : width * zoom}
          style={
            zoom === undefined
              ? { width: '100%', minWidth: width * 0.75, maxWidth: width }
              : { maxWidth: 'none' }
          }
        >
          <Arrows />
          {edges.map((edge) => (
            <Line key={edge.id} edge={edge} />
          ))}
          {layout.nodes.map((node) => (
            <StateNode
              key={node.id}
              node={node}
              selected={node.state !== undefined && node.state === selected}
              diverged={node.state !== undefined && node.state === diverged}
              onSelect={onSelect}
            />
          ))}
        </svg>
      </section>
    </Container>
  );
}

function Line({ edge }: { edge: PlacedEdge }) {
  const { middle, kind, taken, labels, from, to } = edge;
  const path = pathOf(edge);
  const marker = taken > 0 ? 'url(#arrow-taken)' : 'url(#arrow)';
  return (
    <g className={classNames(styles.edge, styles[kind], taken > 0 && styles.taken)}>
      <title>{[`${from} → ${to}`, ...labels, taken > 0 ? `Taken ${taken} ×` : 'Not taken'].join('\n')}</title>
      <path className={styles.reach} d={path} />
      <path className={styles.line} d={path} markerEnd={marker} />
      {taken > 1 && (
        <text className={styles.count} x={middle.x} y={middle.y} textAnchor="middle">
          {taken} ×
        </text>
      )}
    </g>
  );
}

function Arrows() {
  return (
    <defs>
      {(['arrow', 'arrow-taken'] as const).map((id) => (
        <marker
          key={id}
          id={id}
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          orient="auto"
          markerUnits="userSpaceOnUse"
        >
          <path className={id === 'arrow' ? styles.head : styles.headTaken} d="M0 0.6 L7.5 4 L0 7.4 z" />
        </marker>
      ))}
    </defs>
  );
}
