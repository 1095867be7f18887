import { useMutation } from '@tanstack/react-query'
import type { ShutView } from '../../../shared/model/workspace.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { size } from '../../parts/number.ts'
import { exact, personZone } from '../../parts/time.ts'
import { useRepaired } from '../../state/desk/repaired.ts'

/** The backups of a workspace that cannot be opened, and the rescue of what can still be read. The old file is kept. */
export function Mend({ shut: { dir, backups, ways }, isBusy }: { shut: ShutView; isBusy: boolean }) {
  const { workspace } = useApi()
  const keep = useRepaired(({ keep }) => keep)
  const repair = useMutation(workspace.repair.mutationOptions({ onSuccess: repaired => keep(dir, repaired) }))
  const failure = repair.error ? failureOf(repair.error) : null
  return (
    <>
      {failure ? <ErrorNote failure={failure} /> : null}
      {ways.includes('restore') ? (
        <section className="card" aria-label="Restore a backup">
          <h2>Restore a backup</h2>
          <p className="quiet">
            The workspace goes back to the time of the backup. Messages that may have been sent since are not sent
            again: they are marked for you to check. The current file is kept beside it.
          </p>
          <ul className="rescue-list">
            {backups.map(({ name, at, bytes, beforeMigration }, n) => (
              <li key={name}>
                <span>
                  {exact(at, personZone())}{' '}
                  {beforeMigration ? <span className="tag wait">before an update</span> : null}
                </span>
                <span className="quiet">{size(bytes)}</span>
                <button
                  type="button"
                  className={n === 0 ? 'btn small main' : 'btn small'}
                  disabled={isBusy}
                  aria-label={`Restore the backup of ${exact(at, personZone())}`}
                  onClick={() => repair.mutate({ how: 'restore', backup: name })}
                >
                  Restore
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {ways.includes('salvage') ? (
        <section className="card" aria-label="Salvage the workspace">
          <h2>Salvage the workspace</h2>
          <p className="quiet">
            Every row that can still be read is copied into a new file: decisions, messages and outcomes first. You are
            told what was lost. Accounts and events can be synced again from their sources. The damaged file is kept.
          </p>
          <div className="acts">
            <button type="button" className="btn" disabled={isBusy} onClick={() => repair.mutate({ how: 'salvage' })}>
              Salvage
            </button>
          </div>
        </section>
      ) : null}
    </>
  )
}
