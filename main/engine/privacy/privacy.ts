import type { Workspace } from '../open/open.ts'
import { closeAll, type Part } from '../part.ts'
import { createErasing, type Erasing } from './erasing.ts'

/** What is done with the data of people as such: they are forgotten, and handed out to those whom they are about. */
export interface Privacy {
  people: Pick<Erasing, 'plan' | 'erase'>
  /** Goes on with what was cut off. */
  settle(): Promise<void>
}

export function openPrivacy(workspace: Workspace, deps: { ids: () => string }): Part<Privacy> {
  const erasing = createErasing({ ...workspace, freshKey: () => `${deps.ids()}${deps.ids()}` })
  return {
    people: erasing,
    settle: erasing.settle,
    close: () => closeAll([erasing]),
  }
}
