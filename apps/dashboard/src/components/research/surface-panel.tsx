import type { OptimisationReport } from '@libs/research';
import { useState } from 'react';
import { formatMetric } from '../../format/metric';
import { readable } from '../../format/words';
import { surfaceOf } from '../../state/surface';
import type { Cell } from '../../state/surface';
import { Empty, Panel } from '../panel';

/** The objective over two parameters as a table of colours and numbers; each cell has the best of all other parameters. */
export function SurfacePanel({ report }: { readonly report: OptimisationReport }) {
  const { searched, trials, objective } = report;
  const [axes, setAxes] = useState<{ readonly x?: string; readonly y?: string }>({});
  const x = axes.x ?? searched[0];
  const y = axes.y ?? searched.find((name) => name !== x);
  if (x === undefined || y === undefined)
    return (
      <Panel id="surface" title="Surface">
        <Empty>
          A surface has two parameters, and {searched.length === 1 ? 'one was' : 'none was'} searched; the trials below say it all.
        </Empty>
      </Panel>
    );
  const surface = surfaceOf(trials, [x, y], objective.better);
  const values = surface.cells.flat().flatMap(({ value }) => (value === null ? [] : [value]));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return (
    <Panel
      id="surface"
      title="Surface"
      aside={<span className="count">{objective.label}, best of each place; the deeper, the better</span>}
    >
      <div className="axes">
        <Axis name="Across" chosen={x} other={y} all={searched} choose={(name) => setAxes({ x: name, y: name === y ? x : y })} />
        <Axis name="Down" chosen={y} other={x} all={searched} choose={(name) => setAxes({ x: name === x ? y : x, y: name })} />
      </div>
      <div className="grid-scroll" role="group" aria-label="Surface" tabIndex={0}>
        <table className="grid surface" aria-label={`${objective.label} by ${readable(y)} and ${readable(x)}`}>
          <thead>
            <tr>
              <th scope="col">
                {readable(y)} ↓ {readable(x)} →
              </th>
              {surface.columns.map(({ label }) => (
                <th key={label} scope="col" className="number">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {surface.rows.map((row, index) => (
              <tr key={row.label}>
                <th scope="row">{row.label}</th>
                {surface.cells[index]!.map((cell, column) => (
                  <td
                    key={surface.columns[column]!.label}
                    className={
                      cell.value !== null && cell.value === (objective.better === 'higher' ? most : least) ? 'number best' : 'number'
                    }
                    style={{ background: shadeOf(cell, { least, most, better: objective.better }) }}
                    title={`${cell.trials} ${cell.trials === 1 ? 'trial' : 'trials'}`}
                  >
                    {cell.value === null ? '' : formatMetric(cell.value, objective.unit)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

interface Scale {
  readonly least: number;
  readonly most: number;
  readonly better: 'higher' | 'lower';
}

/** Better is deeper. */
function shadeOf({ value }: Cell, { least, most, better }: Scale): string | undefined {
  if (value === null) return undefined;
  const share = most === least ? 1 : (value - least) / (most - least);
  return `color-mix(in srgb, var(--accent) ${Math.round(4 + (better === 'higher' ? share : 1 - share) * 42)}%, var(--panel))`;
}

interface AxisProps {
  readonly name: string;
  readonly chosen: string;
  readonly other: string;
  readonly all: readonly string[];
  readonly choose: (name: string) => void;
}

function Axis({ name, chosen, all, choose }: AxisProps) {
  return (
    <label className="field">
      <span>{name}</span>
      <select value={chosen} onChange={({ target }) => choose(target.value)}>
        {all.map((one) => (
          <option key={one} value={one}>
            {readable(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
