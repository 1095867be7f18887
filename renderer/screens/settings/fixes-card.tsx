import { useMutation, useQuery } from '@tanstack/react-query'
import type { ActionView } from '../../../shared/outbox/action-manifest.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { toast } from '../../parts/toast.tsx'
import { Switch } from '../../theme/controls.ts'
import { AdminOnly, NeedsAdmin } from './admin-only.tsx'

/** Fixes that playbooks may make in other systems. Each is off until an admin turns it on, and then needs approval. */
export function FixesCard() {
  const { action } = useApi()
  const list = useQuery(action.list.queryOptions())
  const set = useMutation(action.set.mutationOptions())
  const put = ({ id, name }: ActionView, enabled: boolean, autoApprove: boolean) =>
    set.mutate(
      { id, enabled, autoApprove },
      {
        onSuccess: () =>
          toast(`${name}: ${!enabled ? 'turned off' : autoApprove ? 'on, without approval' : 'on, with approval'}`),
      },
    )
  return (
    <section className="card" aria-label="Fixes">
      <h2>
        Fixes <NeedsAdmin>what playbooks may do in other systems</NeedsAdmin>
      </h2>
      {list.error ? <ErrorNote failure={failureOf(list.error)} /> : null}
      {list.isPending ? <BarRows rows={3} /> : null}
      {list.data?.length === 0 ? <p className="quiet">No connected system offers fixes.</p> : null}
      <AdminOnly>
        <ul className="fixes">
          {list.data?.map(one => (
            <li key={one.id}>
              <Switch
                size="sm"
                checked={one.enabled}
                disabled={set.isPending || one.problem !== null}
                aria-label={`${one.name} is ${one.enabled ? 'on' : 'off'}`}
                onChange={event => put(one, event.currentTarget.checked, one.autoApprove)}
              />
              <span>
                <b>{one.name}</b> <span className="quiet">{one.systemName}</span>
                <small>{one.problem ?? (one.ready ? one.about : one.missing.join(' '))}</small>
              </span>
              <label className="check-line">
                <input
                  type="checkbox"
                  checked={one.autoApprove}
                  disabled={!one.enabled || set.isPending}
                  onChange={event => put(one, one.enabled, event.currentTarget.checked)}
                />
                without approval
              </label>
            </li>
          ))}
        </ul>
      </AdminOnly>
    </section>
  )
}
