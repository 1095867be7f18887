import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Failure } from '../../../shared/result.ts'
import { Empty } from '../empty.tsx'
import { ErrorNote } from '../error-note.tsx'
import { useHeldKeys } from '../keys/held-keys.ts'
import { BarRows } from '../skeleton.tsx'

/** The most rows of one drawer; a figure with more says so. */
export const DRAWER_ROWS = 200

interface Props<Row> {
  opened: boolean
  title: string | undefined
  onClose: () => void
  columns: readonly string[]
  /** Undefined while they are read, or where that failed. */
  rows: readonly Row[] | undefined
  failure: Failure | null
  children: (row: Row) => ReactNode
  /** Said where there are none. */
  none: string
  /** Said below as many rows as a drawer shows. */
  cut?: string
  size?: number
}

/** The rows behind a figure, in a drawer from the right. */
export function RowsDrawer<Row>({
  opened,
  title,
  onClose,
  columns,
  rows,
  failure,
  children,
  none,
  cut,
  size = 720,
}: Props<Row>) {
  useHeldKeys(opened)
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={size}
      title={title}
      transitionProps={{ duration: 100 }}
    >
      {failure ? <ErrorNote failure={failure} /> : null}
      {rows === undefined && !failure ? <BarRows rows={6} /> : null}
      {rows?.length === 0 ? <Empty title="No accounts">{none}</Empty> : null}
      {rows && rows.length > 0 ? (
        <table className="grid">
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column}>{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>{rows.map(children)}</tbody>
        </table>
      ) : null}
      {cut && rows?.length === DRAWER_ROWS ? <p className="quiet">{cut}</p> : null}
    </Drawer>
  )
}
