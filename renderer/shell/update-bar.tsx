import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../api/client.tsx'
import { go } from '../state/route.ts'

/** Says that a look for updates found a newer version, until the person puts it off. Nothing is installed from here. */
export function UpdateBar() {
  const state = useQuery(useApi().update.state.queryOptions())
  const [putOff, setPutOff] = useState<string | null>(null)
  const { allowed = false, newer = null, staged = null } = state.data ?? {}
  if (!allowed || !newer || staged || newer.version === putOff) return null
  return (
    <div className="link-bar tour" role="status">
      <span>
        <b>Version {newer.version} of Forestall is available</b>, signed by the publisher. Nothing was installed.
      </span>
      <span className="acts">
        <button type="button" className="btn small" onClick={() => go('settings', 'updates')}>
          Show in Settings
        </button>
        <button type="button" className="btn small" onClick={() => setPutOff(newer.version)}>
          Later
        </button>
      </span>
    </div>
  )
}
