import { useQuery } from '@tanstack/react-query'
import type { Task } from '../../../shared/model/task.ts'
import { useApi } from '../../api/client.tsx'

/** Why nothing can be saved: the file can only be read, it is damaged, the disk refuses changes, or another program keeps the file for the moment. */
export type Standstill = 'read_only' | 'damaged' | 'full' | 'unwritable' | 'held'

const STANDSTILL_WHY: Record<Exclude<Standstill, 'held'>, string> = {
  read_only: 'This workspace can only be read.',
  damaged: 'The file of this workspace is damaged.',
  full: 'There is no space left on the disk.',
  unwritable: 'The file of this workspace cannot be written.',
}

/** Why nothing can be decided or sent; null where it can, and where a file that another program holds makes it wait. */
export const stoppedBy = (standstill: Standstill | null): string | null =>
  standstill === null || standstill === 'held' ? null : STANDSTILL_WHY[standstill]

/** How the footer says it. */
export const STANDSTILL_BRIEF: Record<Standstill, string> = {
  read_only: 'read only',
  damaged: 'nothing is saved',
  full: 'nothing is saved',
  unwritable: 'nothing is saved',
  held: 'waiting to save',
}

const WORST_FIRST = ['unwritable', 'full', 'held'] as const
/** Tasks that are no work, but what keeps work from being saved. */
export const STANDSTILL_TASKS: ReadonlySet<Task['kind']> = new Set(WORST_FIRST)

// The answer, not the tasks: their progress comes many times a second, and the whole page asks for this.
const heldBy = (tasks: readonly Task[]): Standstill | null => {
  const running = (kind: Task['kind']) => tasks.some(task => task.kind === kind && task.state === 'running')
  return WORST_FIRST.find(running) ?? null
}

/** What keeps this workspace from saving at the moment; null where nothing does. */
export function useStandstill(): Standstill | null {
  const { workspace, task } = useApi()
  const safety = useQuery(workspace.safety.queryOptions()).data
  const held = useQuery(task.list.queryOptions({ select: heldBy })).data
  if (safety?.readOnly) return 'read_only'
  if (safety?.damaged) return 'damaged'
  return held ?? null
}
