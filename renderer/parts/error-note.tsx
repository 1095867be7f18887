import type { ReactNode } from 'react'
import type { Failure } from '../../shared/result.ts'

/** A failure in full: what happened, why, what to do, and the button for it where there is one. */
export function ErrorNote({ failure, children }: { failure: Failure; children?: ReactNode }) {
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
