import type { DragEvent } from 'react'
import { type ListAsk, MOST_LISTED, readList } from '../../../../../shared/desk/list/list-rows.ts'
import { useEngine } from '../../../../api/client.tsx'
import { failureOf } from '../../../../api/errors.ts'
import { dragOut } from '../../../../desktop/drag-out.ts'
import { saveText } from '../../../../desktop/save-file.ts'
import { inWindow } from '../../../../desktop/say.ts'
import { count, plural } from '../../../../parts/number.ts'
import { toast, toastFailure } from '../../../../parts/toast.tsx'
import { useSelection } from '../../../../state/selection.ts'
import { isBanded, useFilter, useLayout } from '../use-queue.ts'

/** All that the list shows, what is selected in it, or a row of it. */
type Taken = 'list' | 'selection' | readonly number[]

/** How the engine is asked for what is taken out of the list. */
function useListAsk(): (taken: Taken) => ListAsk {
  const filter = useFilter()
  return taken => {
    const issueIds = taken === 'selection' ? [...useSelection.getState().checked] : taken
    return { filter, banded: isBanded(filter), issueIds: issueIds === 'list' ? null : issueIds.slice(0, MOST_LISTED) }
  }
}

/** Saves what the list shows, with its filter and order, as a file; of a selection, the selected issues. */
export function useSaveList(): () => void {
  const { client } = useEngine()
  const { layout } = useLayout()
  const askFor = useListAsk()
  const save = async () => {
    const list = askFor(useSelection.getState().checked.size > 0 ? 'selection' : 'list')
    if (layout.rows === 0 && list.issueIds === null) return toast('The list is empty, so there is nothing to save')
    try {
      const rows = await readList(client, list)
      const { listCsv } = await import('../../../../../shared/desk/list/list-csv.ts')
      if ((await saveText('forestall-queue.csv', listCsv(rows), 'text/csv')) === null) return
      toast(
        rows.length < MOST_LISTED
          ? `Exported ${plural(rows.length, list.issueIds ? 'selected issue' : 'issue')}`
          : `Exported the first ${count(MOST_LISTED)} issues`,
      )
    } catch (error) {
      toastFailure(failureOf(error))
    }
  }
  return () => void save()
}

interface DragProps {
  draggable?: true
  onDragStart?: (event: DragEvent) => void
}

/** Makes a part of the list something that can be dragged out of the window. A browser's tab cannot begin a drag of a file. */
export function useDragList(): (taken: Taken) => DragProps {
  const askFor = useListAsk()
  return taken => (inWindow() ? { draggable: true, onDragStart: event => dragOut(event, askFor(taken)) } : {})
}
