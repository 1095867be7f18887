import { useQuery } from '@tanstack/react-query'
import { useApi } from '../api/client.tsx'
import { exact, personZone } from '../parts/time.ts'

/** Says that the workspace's file is damaged, and what can be done about that. */
export function DamageBar() {
  const { workspace } = useApi()
  const safety = useQuery(workspace.safety.queryOptions())
  if (!safety.data?.damaged) return null
  const [newest] = safety.data.backups
  return (
    <div className="link-bar bad" role="alert">
      <b>The file of this workspace is damaged.</b> Forestall no longer writes to it. Close Forestall, then{' '}
      {newest ? (
        <>
          run <code>forestall restore</code> for the backup of {exact(newest.at, personZone())}, or{' '}
        </>
      ) : null}
      run <code>forestall salvage</code> to keep what can still be read.
    </div>
  )
}
