import { createContext, useContext } from 'react'
import type { Playbook, Step } from '../../../shared/intervention/playbook.ts'
import type { PlaybookProblem } from '../../../shared/intervention/run.ts'

export interface Editing {
  playbook: Playbook
  problems: ReadonlyMap<string, PlaybookProblem[]>
  change: (steps: Step[]) => void
}

export const EditingContext = createContext<Editing | null>(null)

/** The playbook that the surrounding steps belong to. */
export function usePlaybook(): Editing {
  const editing = useContext(EditingContext)
  if (!editing) throw new Error('no playbook above this step')
  return editing
}
