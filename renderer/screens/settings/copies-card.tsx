import { useMutation, useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { size } from '../../parts/number.ts'
import { exact, personZone } from '../../parts/time.ts'
import { toast } from '../../parts/toast.tsx'
import { SafetyWork } from '../../shell/safety-work.tsx'

/** The backups of the workspace's file: their age and size, a new one, and a look for damage. */
export function CopiesCard() {
  const { workspace } = useApi()
  const safety = useQuery(workspace.safety.queryOptions())
  const backUp = useMutation(workspace.backUp.mutationOptions({ onSuccess: () => toast('Workspace backed up') }))
  const check = useMutation(
    workspace.check.mutationOptions({
      onSuccess: ({ damaged }) => toast(damaged ? 'The file is damaged' : 'The file is intact'),
    }),
  )
  const { backups = [], checkedAt = null, working = false, damaged = false, readOnly = false } = safety.data ?? {}
  const busy = working || readOnly || backUp.isPending || check.isPending
  const error = safety.error ?? backUp.error ?? check.error
  return (
    <section className="card" aria-label="Copies">
      <h2>
        Copies <small>one a day and one at the end of a session; the two newest are kept</small>
      </h2>
      {error ? <ErrorNote failure={failureOf(error)} /> : null}
      {safety.data && backups.length === 0 ? <p className="quiet">There is no backup yet.</p> : null}
      <ul className="workspaces">
        {backups.map(({ at, bytes, beforeMigration }) => (
          <li key={`${at} ${bytes}`}>
            <span>
              {exact(at, personZone())} {beforeMigration ? <span className="tag wait">before an update</span> : null}
            </span>
            <span className="quiet">{size(bytes)}</span>
          </li>
        ))}
      </ul>
      <p className="quiet">
        {damaged
          ? 'Damage was found in the file.'
          : checkedAt === null
            ? 'The file has not been checked for damage yet.'
            : `Checked for damage ${exact(checkedAt, personZone())}: intact.`}
      </p>
      <div className="inline">
        <button type="button" className="btn" disabled={busy || damaged} onClick={() => backUp.mutate({})}>
          Back up now
        </button>
        <button type="button" className="btn" disabled={busy || damaged} onClick={() => check.mutate({})}>
          Check now
        </button>
        <SafetyWork />
      </div>
    </section>
  )
}
