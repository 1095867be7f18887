import { useQuery } from '@tanstack/react-query'
import type { Task } from '../../../shared/model/task.ts'
import { useApi } from '../../api/client.tsx'

/** Why nothing can be saved: the file can only be read, it is damaged, or another program keeps it for the moment. */
export type Standstill = 'read_only' | 'damaged' | 'held'

const STANDSTILL_WHY: Record<Exclude<Standstill, 'held'>, string> = {
  read_only: 'This workspace can only be read.',
  damaged: 'The file of this workspace is damaged.',
}

/** Why nothing can be decided or sent; null where it can, and where a file that another program holds makes it wait. */
export const stoppedBy = (standstill: Standstill | null): string | null =>
  standstill === null || standstill === 'held' ? null : STANDSTILL_WHY[standstill]

/** How the footer says it. */
export const STANDSTILL_BRIEF: Record<Standstill, string> = {
  read_only: 'read only',
  damaged: 'nothing is saved',
  held: 'waiting to save',
}

// The answer, not the tasks: their progress comes many times a second, and the whole page asks for this.
const isHeld = (tasks: readonly Task[]): boolean =>
  tasks.some(({ kind, state }) => kind === 'held' && state === 'running')

/** What keeps this workspace from saving at the moment; null where nothing does. */
export function useStandstill(): Standstill | null {
  const { workspace, task } = useApi()
  const safety = useQuery(workspace.safety.queryOptions()).data
  const held = useQuery(task.list.queryOptions({ select: isHeld })).data
  if (safety?.readOnly) return 'read_only'
  if (safety?.damaged) return 'damaged'
  return held ? 'held' : null
}
