import { type ReactNode, useEffect } from 'react'
import type { Failure } from '../../shared/result.ts'
import { hideFailure } from './toast.tsx'

/**
 * A failure in full: what happened, why, what to do, and the button for it where there is one. The toast of a failed command
 * comes first, because the place that asked for it may be gone by then; where the place is there, the failure is said once.
 */
export function ErrorNote({ failure, children }: { failure: Failure; children?: ReactNode }) {
  // After each drawing: a second command may have failed for the same reason.
  useEffect(() => hideFailure(failure))
  return (
    <div className="note bad" role="alert">
      <b>{failure.what}</b>
      <p>
        {failure.why} {failure.todo}
      </p>
      {children ? <div className="acts">{children}</div> : null}
    </div>
  )
}
