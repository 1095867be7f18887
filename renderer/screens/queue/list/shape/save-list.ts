import { isShaped } from '../../../../../shared/desk/pick.ts'
import type { QueueRow } from '../../../../../shared/model/queue.ts'
import { BANDS } from '../../../../../shared/vocabulary.ts'
import { type Client, useEngine } from '../../../../api/client.tsx'
import { failureOf } from '../../../../api/errors.ts'
import { saveText } from '../../../../desktop/save-file.ts'
import { count, plural } from '../../../../parts/number.ts'
import { toast, toastFailure } from '../../../../parts/toast.tsx'
import { useFilter, useLayout } from '../use-queue.ts'
import { listCsv } from './list-csv.ts'

/** Rows that the engine answers at once, and the most that a file holds. */
const CHUNK = 500
const MOST = 10_000

type Filter = ReturnType<typeof useFilter>

/** The rows of the list in the order in which it shows them. */
async function readList(client: Client, filter: Filter, isBanded: boolean): Promise<QueueRow[]> {
  const ask = isShaped(filter) ? client.worklist.rows : client.queue.list
  const rows: QueueRow[] = []
  for (const part of isBanded ? BANDS.map(band => ({ band })) : [{}])
    for (let offset = 0; rows.length < MOST; offset += CHUNK) {
      const read = await ask({ ...filter, ...part, offset, limit: CHUNK })
      rows.push(...read)
      if (read.length < CHUNK) break
    }
  return rows.slice(0, MOST)
}

/** Saves what the list shows, with its filter and order, as a file. */
export function useSaveList(): () => void {
  const { client } = useEngine()
  const filter = useFilter()
  const { layout } = useLayout()
  const save = async () => {
    if (layout.rows === 0) return toast('The list is empty, so there is nothing to save')
    try {
      const rows = await readList(client, filter, layout.at(0).kind === 'header')
      if ((await saveText('forestall-queue.csv', listCsv(rows), 'text/csv')) === null) return
      toast(
        rows.length < MOST ? `Exported ${plural(rows.length, 'issue')}` : `Exported the first ${count(MOST)} issues`,
      )
    } catch (error) {
      toastFailure(failureOf(error))
    }
  }
  return () => void save()
}
