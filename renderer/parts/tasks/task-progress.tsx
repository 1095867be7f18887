import type { Task } from '../../../shared/model/task.ts'
import { percent } from '../number.ts'
import './task-progress.css'

/** How far a piece of work is, with a button that cancels it. */
export function TaskProgress({ task, onCancel }: { task: Task; onCancel: () => void }) {
  const { title, done, total } = task
  return (
    <span className="task-progress">
      <progress value={done} max={total ?? 100} aria-label={title} />
      <span className="quiet">{percent(done / (total ?? 100))}</span>
      <button type="button" className="btn small" onClick={onCancel}>
        Cancel
      </button>
    </span>
  )
}
