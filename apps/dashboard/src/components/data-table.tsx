import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
  /**
   * In a narrow panel a row becomes a card: `lead` and `trail` share its first line, the rest follow; `plain` ones are understood without a
   * header.
   */
  readonly narrow?: 'lead' | 'trail' | 'plain';
}

export interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Rows that arrive while the page is open are highlighted once. */
  readonly isNew?: (row: Row) => boolean;
  readonly footer?: ReactNode;
}

/**
 * A table that scrolls on its own. Roles are explicit because cells become cards in a narrow panel, and changing `display` removes them.
 */
export function DataTable<Row>({ label, columns, rows, keyOf, isNew, footer }: DataTableProps<Row>) {
  return (
    <div className="table-scroll" role="group" aria-label={label} tabIndex={0}>
      <table role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ key, header, isNumber }) => (
              <th key={key} role="columnheader" scope="col" className={isNumber ? 'number' : undefined}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={keyOf(row)} data-id={keyOf(row)} role="row" className={isNew?.(row) ? 'is-new' : undefined}>
              {columns.map((column) => (
                <td key={column.key} role="cell" data-label={column.header} className={cellClass(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {footer}
    </div>
  );
}

function cellClass<Row>({ isNumber, narrow }: Column<Row>): string {
  return `${isNumber ? 'number ' : ''}narrow-${narrow ?? 'named'}`;
}
