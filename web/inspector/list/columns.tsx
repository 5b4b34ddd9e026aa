import Link from '@cloudscape-design/components/link';
import type { TableProps } from '@cloudscape-design/components/table';
import type { Execution } from '../api/shapes.ts';
import { durationText, timeText } from '../model/format.ts';
import { pathOfRun } from '../model/paths.ts';
import { ExecutionStatusIndicator } from '../view/status.tsx';
import styles from './run-list.module.css';

/** @param now epoch milliseconds, for runs that go on */
export function runColumns(
  now: number,
  open: (executionArn: string) => void,
): TableProps.ColumnDefinition<Execution>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      isRowHeader: true,
      cell: ({ name, executionArn }) => (
        <Link
          href={pathOfRun(executionArn)}
          onFollow={(event) => {
            event.preventDefault();
            open(executionArn);
          }}
        >
          <span className={styles.name}>{name}</span>
        </Link>
      ),
    },
    {
      id: 'status',
      header: 'Status',
      minWidth: 130,
      cell: ({ status }) => <ExecutionStatusIndicator status={status} />,
    },
    { id: 'started', header: 'Started', minWidth: 190, cell: ({ startDate }) => timeText(startDate) },
    {
      id: 'ended',
      header: 'Ended',
      minWidth: 190,
      cell: ({ stopDate }) => (stopDate === undefined ? '–' : timeText(stopDate)),
    },
    {
      id: 'duration',
      header: 'Duration',
      minWidth: 110,
      cell: ({ startDate, stopDate }) => durationText((stopDate ?? now) - startDate),
    },
    { id: 'redrives', header: 'Redrives', minWidth: 90, cell: ({ redriveCount }) => redriveCount },
  ];
}
