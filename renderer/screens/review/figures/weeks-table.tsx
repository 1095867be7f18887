import type { ReactNode } from 'react'
import { personZone, shortDate } from '../../../parts/time.ts'

/** A figure of a week; `title` is of its column. */
interface Column<Week> {
  title: string
  /** `name` is of the week: `Week of 3 Jul`. */
  cell: (week: Week, name: string) => ReactNode
}

/** The numbers behind a chart of weeks, folded until somebody wants them. */
export function WeeksTable<Week extends { at: number }>({
  weeks,
  columns,
}: {
  weeks: readonly Week[]
  columns: readonly Column<Week>[]
}) {
  const last = weeks.at(-1)?.at ?? 0
  return (
    <details className="table-behind">
      <summary>Show the table</summary>
      <table className="grid">
        <thead>
          <tr>
            <th>Week of</th>
            {columns.map(({ title }) => (
              <th key={title} className="num">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map(week => {
            const day = shortDate(week.at, last, personZone())
            return (
              <tr key={week.at}>
                <td>{day}</td>
                {columns.map(({ title, cell }) => (
                  <td key={title} className="num">
                    {cell(week, `Week of ${day}`)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </details>
  )
}
