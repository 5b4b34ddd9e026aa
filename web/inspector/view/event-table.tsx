import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useDeferredValue, useMemo, useState } from 'react';
import { type EventRow, filterRows } from '../model/event-rows.ts';
import { clockText, durationText, timeText } from '../model/format.ts';

interface EventTableProps {
  readonly rows: readonly EventRow[];
  /** Id of the selected event. */
  readonly selected: number | undefined;
  /** Id of the event where a replay diverged. */
  readonly diverged: number | undefined;
  /** Leaves out columns that the panel beside the table shows. */
  readonly isNarrow: boolean;
  readonly onSelect: (eventId: number) => void;
}

const pageSize = 50;

export function EventTable({ rows, selected, diverged, isNarrow, onSelect }: EventTableProps) {
  const [query, setQuery] = useState('');
  const [page, setPage] = useState(1);
  const wanted = useDeferredValue(query);
  const found = useMemo(() => filterRows(rows, wanted), [rows, wanted]);
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const shownPage = Math.min(page, pages);
  const goTo = (eventId: number) => {
    const index = found.findIndex(({ event }) => event.id === eventId);
    if (index === -1) setQuery('');
    setPage(Math.floor((index === -1 ? eventId - 1 : index) / pageSize) + 1);
    onSelect(eventId);
  };
  return (
    <Table
      items={found.slice((shownPage - 1) * pageSize, shownPage * pageSize)}
      columnDefinitions={columnsOf(goTo, diverged, rows[0]?.event.timestamp ?? 0)}
      {...(isNarrow && { visibleColumns: ['id', 'type', 'state', 'since', 'previous'] })}
      trackBy={({ event }) => String(event.id)}
      variant="container"
      contentDensity="compact"
      wrapLines={false}
      enableKeyboardNavigation
      selectionType="single"
      selectedItems={rows.filter(({ event }) => event.id === selected)}
      onSelectionChange={({ detail }) => {
        const [row] = detail.selectedItems;
        if (row !== undefined) onSelect(row.event.id);
      }}
      onRowClick={({ detail }) => onSelect(detail.item.event.id)}
      ariaLabels={{
        tableLabel: 'Events',
        selectionGroupLabel: 'Select an event',
        itemSelectionLabel: (_, { event }) => `Event ${event.id}, ${event.type}`,
      }}
      header={
        <Header
          variant="h2"
          counter={`(${found.length === rows.length ? '' : `${found.length} of `}${rows.length})`}
        >
          Events
        </Header>
      }
      filter={
        <TextFilter
          filteringText={query}
          filteringPlaceholder="Find by type, state, error or resource"
          filteringAriaLabel="Filter events"
          filteringClearAriaLabel="Clear filter"
          countText={wanted === '' ? '' : `${found.length} ${found.length === 1 ? 'match' : 'matches'}`}
          onChange={({ detail }) => {
            setQuery(detail.filteringText);
            setPage(1);
          }}
        />
      }
      pagination={
        pages > 1 && (
          <Pagination
            currentPageIndex={shownPage}
            pagesCount={pages}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
            ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Previous page' }}
          />
        )
      }
      empty={<Box textAlign="center">No matching events</Box>}
    />
  );
}

function columnsOf(
  goTo: (eventId: number) => void,
  diverged: number | undefined,
  /** Epoch milliseconds. Times on this day are shown without a date. */
  day: number,
): TableProps.ColumnDefinition<EventRow>[] {
  return [
    { id: 'id', header: 'ID', width: 70, cell: ({ event }) => event.id },
    {
      id: 'type',
      header: 'Type',
      isRowHeader: true,
      minWidth: 190,
      cell: ({ event }) => (event.id === diverged ? `${event.type} (diverges here)` : event.type),
    },
    { id: 'state', header: 'State', minWidth: 150, cell: ({ state }) => state ?? '–' },
    {
      id: 'note',
      header: 'Details',
      minWidth: 150,
      maxWidth: 250,
      cell: ({ note }) => note ?? '–',
    },
    {
      id: 'time',
      header: 'Time',
      minWidth: 120,
      cell: ({ event }) => <span title={timeText(event.timestamp)}>{clockText(event.timestamp, day)}</span>,
    },
    {
      id: 'since',
      header: 'Elapsed',
      minWidth: 120,
      cell: ({ sincePrevious }) => (sincePrevious === undefined ? '–' : durationText(sincePrevious)),
    },
    {
      id: 'previous',
      header: 'Previous event',
      minWidth: 110,
      cell: ({ event: { previousEventId } }) =>
        previousEventId === 0 ? (
          '–'
        ) : (
          <a
            href={`#event-${previousEventId}`}
            aria-label={`Go to event ${previousEventId}`}
            onClick={(event) => {
              event.preventDefault();
              // Or else the click also selects the row.
              event.stopPropagation();
              goTo(previousEventId);
            }}
          >
            {previousEventId}
          </a>
        ),
    },
  ];
}
