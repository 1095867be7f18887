import type { Workspace } from '../open/open.ts'
import { closeAll, type Part } from '../part.ts'
import { createErasing, type Erasing } from './erasing.ts'
import { createExporting, type Exporting } from './exporting.ts'

/** What is done with the data of people as such: they are forgotten, and handed out to those whom they are about. */
export interface Privacy {
  people: Pick<Erasing, 'plan' | 'erase'> & Exporting
  /** Goes on with what was cut off. */
  settle(): Promise<void>
}

export function openPrivacy(workspace: Workspace, deps: { ids: () => string }): Part<Privacy> {
  const known = { ...workspace, freshKey: () => `${deps.ids()}${deps.ids()}` }
  const erasing = createErasing(known)
  return {
    people: { ...erasing, ...createExporting(known) },
    settle: erasing.settle,
    close: () => closeAll([erasing]),
  }
}
