import type { Workspace } from '../open/open.ts'
import { closeAll, type Part } from '../part.ts'
import { createErasing, type Erasing } from './erasing.ts'
import { createExporting, type Exporting } from './exporting.ts'
import { createRetaining, type Retaining } from './retaining.ts'

/** What is done with the data of people as such: they are forgotten, handed out, and let go when they are old. */
export interface Privacy {
  people: Pick<Erasing, 'plan' | 'erase'> & Exporting & { planRetention: Retaining['plan'] }
  /** Goes on with what was cut off. */
  settle(): Promise<void>
}

export function openPrivacy(workspace: Workspace, deps: { ids: () => string }): Part<Privacy> {
  const known = { ...workspace, freshKey: () => `${deps.ids()}${deps.ids()}` }
  const erasing = createErasing(known)
  const retaining = createRetaining(workspace)
  return {
    people: { ...erasing, ...createExporting(known), planRetention: retaining.plan },
    settle: async () => {
      retaining.runIfDue()
      await erasing.settle()
    },
    close: () => closeAll([erasing, retaining]),
  }
}
