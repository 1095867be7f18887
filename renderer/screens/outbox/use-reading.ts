import { useState } from 'react'
import { toastChoose } from '../../parts/toast.tsx'
import { useKeys } from '../../state/keys.tsx'
import type { Rows } from '../../state/rows.ts'

/** The row whose message is open; `⏎` opens and closes the current row's message. */
export function useReading(rows: Rows, group: string): { read: number | null; turn: (id: number) => void } {
  const [read, setRead] = useState<number | null>(null)
  const turn = (id: number) => setRead(id === read ? null : id)
  const run = () => (rows.at === null ? toastChoose('row', 'rows.next') : turn(rows.at))
  useKeys([{ act: 'outbox.read', group, run }])
  return { read, turn }
}
