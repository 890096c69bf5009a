import { escapeHtml } from './escape';
import { formatTime } from '@libs/kernel';

export interface TableColumn {
  readonly name: string;
  /** Right-aligned, and sorted by value. */
  readonly number?: boolean;
}

/** Markup of one cell, with the class of its td and its sort value if that differs from the text. */
export interface Cell {
  readonly html: string;
  readonly tone?: string;
  readonly sortBy?: number;
}

export interface TableSpec {
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  /** Cells are markup: the caller escapes user text. */
  readonly rows: readonly (readonly (Cell | string)[])[];
  /** Makes headers sort buttons, and adds a row filter. */
  readonly sortable?: boolean;
  /** The first cell of each row is its header. */
  readonly named?: boolean;
  /** Collapsed under this name. */
  readonly folded?: string;
}

/** A table that scrolls separately if it is too wide, by keyboard too. */
export function table({ caption, columns, rows, sortable = false, named = false, folded }: TableSpec): string {
  const head = columns.map((column) => headCell(column, sortable)).join('');
  const body = rows
    .map((cells) => `<tr>${cells.map((cell, index) => bodyCell(cell, columns[index], named && index === 0)).join('')}</tr>`)
    .join('\n');
  const filter = sortable ? `<label class="filter">Filter <input type="search" autocomplete="off"></label>` : '';
  const markup = `${filter}<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table${sortable ? ' class="sortable"' : ''}>
<caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>
${body}</tbody></table></div>`;
  return folded === undefined ? markup : `<details><summary>${escapeHtml(folded)}</summary>${markup}</details>`;
}

/** A time that the page's script converts to the reader's zone. */
export function timeCell(at: number): string {
  return `<time datetime="${new Date(at).toISOString().slice(0, 16)}Z">${formatTime(at)}</time>`;
}

function headCell({ name, number }: TableColumn, sortable: boolean): string {
  const label = sortable ? `<button type="button">${escapeHtml(name)}</button>` : escapeHtml(name);
  return `<th scope="col"${number ? ' class="n"' : ''}>${label}</th>`;
}

function bodyCell(cell: Cell | string, column: TableColumn | undefined, names: boolean): string {
  const { html, tone, sortBy }: Cell = typeof cell === 'string' ? { html: cell } : cell;
  const classes = [...(column?.number ? ['n'] : []), ...(tone === undefined ? [] : [tone])].join(' ');
  const attributes = `${classes === '' ? '' : ` class="${classes}"`}${sortBy === undefined ? '' : ` data-v="${sortBy}"`}`;
  return names ? `<th scope="row"${attributes}>${html}</th>` : `<td${attributes}>${html}</td>`;
}
