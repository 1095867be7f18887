import { useMutation, useQuery } from '@tanstack/react-query'
import type { RepairedView } from '../../shared/model/workspace.ts'
import { useApi } from '../api/client.tsx'
import { failureOf } from '../api/errors.ts'
import { plural } from '../parts/number.ts'
import { exact, personZone } from '../parts/time.ts'
import { useRepaired } from '../state/desk/repaired.ts'
import { useStandstill } from '../state/desk/standstill.ts'
import { useWorkspace } from '../state/now.ts'
import { SafetyWork } from './safety-work.tsx'

/** Says that the workspace's file is damaged, can only be read or is held, what can be done about that, and the result. */
export function DamageBar() {
  const { workspace } = useApi()
  const safety = useQuery(workspace.safety.queryOptions())
  const standstill = useStandstill()
  const { dir, shared = false } = useWorkspace().data ?? {}
  const { last, keep, close } = useRepaired()
  const repair = useMutation(
    workspace.repair.mutationOptions({
      onSuccess: repaired => {
        if (dir !== undefined) keep(dir, repaired)
      },
    }),
  )
  if (last && last.dir === dir)
    return (
      <div className="link-bar repair" role="status">
        <span>
          <Outcome repaired={last.repaired} />
        </span>
        <button type="button" className="btn small" onClick={close}>
          Close
        </button>
      </div>
    )
  if (safety.data?.readOnly)
    return (
      <div className="link-bar" role="status">
        <b>This workspace can only be read.</b> It is on a read-only disk or in a read-only folder. Copy it to a folder
        where you may write to go on working.
      </div>
    )
  if (standstill === 'held')
    return (
      <div className="link-bar" role="status">
        <b>Another program holds the file of this workspace.</b> What you decide and what is synced waits until that
        program lets go of it. If it does not, close that program.
      </div>
    )
  if (standstill === 'full' || standstill === 'unwritable')
    return (
      <div className="link-bar" role="status">
        {standstill === 'full' ? (
          <>
            <b>There is no space left on the disk.</b> What was saved is intact, but nothing new is saved, synced or
            sent. Free some space: Forestall then goes on.
          </>
        ) : (
          <>
            <b>The file of this workspace cannot be written any more.</b> What was saved is intact, but nothing new is
            saved, synced or sent. Make the file and its folder writable: Forestall then goes on.
          </>
        )}
      </div>
    )
  if (!safety.data?.damaged) return shared ? <SharedBar /> : null
  const [newest] = safety.data.backups
  const failure = repair.error ? failureOf(repair.error) : null
  return (
    <div className="link-bar bad repair" role="alert">
      <span>
        <b>The file of this workspace is damaged.</b> Forestall no longer writes to it.{' '}
        {newest
          ? `Restore the backup of ${exact(newest.at, personZone())}, or salvage what can still be read.`
          : 'There is no backup. Salvage what can still be read.'}
        {failure ? ` ${failure.what} ${failure.why}` : ''}
      </span>
      <span className="acts">
        <SafetyWork />
        {newest ? (
          <button
            type="button"
            className="btn small"
            disabled={repair.isPending}
            onClick={() => repair.mutate({ how: 'restore' })}
          >
            Restore
          </button>
        ) : null}
        <button
          type="button"
          className="btn small"
          disabled={repair.isPending}
          onClick={() => repair.mutate({ how: 'salvage' })}
        >
          Salvage
        </button>
      </span>
    </div>
  )
}

/** Several consoles may work on one workspace; a person who does not know of the other one wonders why this one never sends. */
const SharedBar = () => (
  <div className="link-bar calm" role="status">
    <b>Another Forestall on this computer has this workspace open.</b> Both show what is decided in either. The other
    one syncs, predicts and sends; this one does so once the other is closed.
  </div>
)

function Outcome({ repaired }: { repaired: RepairedView }) {
  const { from, replaced, unsure, autopilots, tables } = repaired
  const short = tables.filter(({ lost }) => lost !== 0)
  const kept = replaced === null ? '' : ` The damaged file is kept as ${replaced}.`
  if (from === null)
    return (
      <>
        <b>The workspace was salvaged.</b>{' '}
        {short.length === 0
          ? 'Every row was saved.'
          : `Lost: ${short.map(({ table, lost }) => `${lost === null ? 'unknown rows' : plural(lost, 'row')} of ${table}`).join(', ')}.`}
        {kept}
      </>
    )
  return (
    <>
      <b>The backup of {exact(from, personZone())} was restored.</b>
      {unsure > 0 ? ` ${plural(unsure, 'message')} may have been sent since: see the outbox.` : ''}
      {autopilots > 0 ? ` Autopilot was turned off for ${plural(autopilots, 'trigger')}.` : ''}
      {kept}
    </>
  )
}
