import type { Task } from '../../../shared/model/task.ts'

/** What a piece of work reports while it runs, and how it hears that it should stop. */
export interface TaskHandle {
  id: string
  signal: AbortSignal
  progress(done: number, total: number | null, unit: string, message?: string): void
}

export interface Tasks {
  /** `sourceId`: of work that reads one source. */
  run<T>(kind: Task['kind'], title: string, work: (task: TaskHandle) => Promise<T>, sourceId?: number): Promise<T>
  list(): Task[]
  cancel(id: string): boolean
  cancelAll(): void
}

/** How long a finished task stays in the list, so that a screen can say how it ended, in ms. */
const LINGER = 10_000

/** Keeps track of everything that takes longer than a blink. */
export function createTasks(deps: {
  wall: () => number
  ids: () => string
  onChange: () => void
  /** Hears how each task ended, and after how many ms. */
  onEnd?: (task: Pick<Task, 'kind' | 'state'>, ms: number) => void
}): Tasks {
  const tasks = new Map<string, { view: Task; abort: AbortController; endedAt: number | null }>()

  const sweep = () => {
    for (const [id, { endedAt }] of tasks) if (endedAt !== null && deps.wall() - endedAt > LINGER) tasks.delete(id)
  }

  const end = (id: string, state: Task['state'], message: string | null) => {
    const task = tasks.get(id)
    if (!task) return
    task.view = { ...task.view, state, message: message ?? task.view.message }
    task.endedAt = deps.wall()
    deps.onEnd?.(task.view, task.endedAt - task.view.startedAt)
    deps.onChange()
  }

  return {
    run: async (kind, title, work, sourceId) => {
      sweep()
      const id = deps.ids()
      const abort = new AbortController()
      const startedAt = deps.wall()
      const view: Task = {
        id,
        kind,
        title,
        state: 'running',
        done: 0,
        total: null,
        unit: '',
        perSecond: 0,
        message: null,
        startedAt,
        sourceId: sourceId ?? null,
      }
      tasks.set(id, { view, abort, endedAt: null })
      deps.onChange()
      const progress: TaskHandle['progress'] = (done, total, unit, message) => {
        const task = tasks.get(id)
        if (!task) return
        const seconds = Math.max((deps.wall() - startedAt) / 1000, 0.001)
        task.view = { ...task.view, done, total, unit, perSecond: done / seconds, message: message ?? null }
        deps.onChange()
      }
      try {
        const value = await work({ id, signal: abort.signal, progress })
        end(id, abort.signal.aborted ? 'cancelled' : 'done', null)
        return value
      } catch (error) {
        end(id, 'failed', error instanceof Error ? error.message : String(error))
        throw error
      }
    },
    list: () => {
      sweep()
      return [...tasks.values()].map(task => task.view)
    },
    cancel: id => {
      const task = tasks.get(id)
      if (task?.view.state !== 'running') return false
      task.abort.abort()
      return true
    },
    cancelAll: () => {
      for (const { abort } of tasks.values()) abort.abort()
    },
  }
}
