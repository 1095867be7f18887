import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { own } from '../../../shared/foreign/own.ts'
import { ROLES, type Role, type Roles } from '../../../shared/roles.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Form, firstLack, SendButton, STILL_SAVING, unlessTyped } from '../../parts/form.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { toast } from '../../parts/toast.tsx'
import { useMay } from '../../state/may.ts'
import { useWorkspace } from '../../state/now.ts'
import { NeedsAdmin } from './admin-only.tsx'

const ABOUT: Record<Role, string> = {
  specialist: 'works the queue',
  lead: 'approves messages, tunes triggers',
  admin: 'connects sources, sets guardrails and roles',
}

/** The roles with one role of a person turned on or off. A person without any role is removed. */
export function turned(roles: Roles, actor: string, role: Role): Roles {
  const before = own(roles, actor) ?? []
  const next = ROLES.filter(one => (one === role ? !before.includes(one) : before.includes(one)))
  const { [actor]: _gone, ...rest } = roles
  return next.length === 0 ? rest : { ...rest, [actor]: next }
}

/** The roles with one more person. The person who adds the first one stays an admin, so that nobody is locked out. */
export const named = (roles: Roles, actor: string, me: string): Roles => ({
  ...(Object.keys(roles).length === 0 && actor !== me ? { [me]: ['admin', 'lead'] satisfies Role[] } : {}),
  ...roles,
  [actor]: actor === me && Object.keys(roles).length === 0 ? [...ROLES] : (own(roles, actor) ?? ['specialist']),
})

/** The people and their roles. While nobody is named, the only person has every role. */
export function RolesCard() {
  const api = useApi()
  const roles = useQuery(api.workspace.roles.queryOptions())
  const me = useWorkspace().data?.actor ?? ''
  const may = useMay()
  const [name, setName] = useState('')
  const set = useMutation(api.workspace.setRoles.mutationOptions({ onSuccess: () => toast('Roles saved') }))
  const people = Object.keys(roles.data ?? {}).toSorted()
  const lack = firstLack(
    !may.admin && { say: 'Only an admin can add a person' },
    !roles.data && { say: 'The roles are not there yet' },
    set.isPending && STILL_SAVING,
    unlessTyped(name, 'Name the person first', 'name'),
    people.includes(name.trim()) && { say: `${name.trim()} is in the list already`, field: 'name' },
  )
  const add = () => {
    if (!roles.data) return
    set.mutate(named(roles.data, name.trim(), me))
    setName('')
  }
  return (
    <section className="card" aria-label="Roles">
      <h2>
        Roles <NeedsAdmin>{people.length === 0 ? 'you are the only person and have every role' : null}</NeedsAdmin>
      </h2>
      {roles.error ? <ErrorNote failure={failureOf(roles.error)} /> : null}
      {roles.isPending ? <BarRows rows={2} /> : null}
      {roles.data && people.length > 0 ? (
        <table className="grid">
          <thead>
            <tr>
              <th>Person</th>
              {ROLES.map(role => (
                <th key={role} title={ABOUT[role]}>
                  {role}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.map(person => (
              <tr key={person}>
                <td>
                  {person} {person === me ? <span className="quiet">you</span> : null}
                </td>
                {ROLES.map(role => (
                  <td key={role}>
                    <input
                      type="checkbox"
                      aria-label={`${person} is ${role}`}
                      disabled={!may.admin || set.isPending}
                      checked={own(roles.data, person)?.includes(role) ?? false}
                      onChange={() => set.mutate(turned(roles.data, person, role))}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <Form className="inline roles-add" lack={lack} onSend={add}>
        <input
          className="in"
          aria-label="Name of the person to add"
          name="name"
          placeholder="Name as in the journal"
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <SendButton className="btn small">Add</SendButton>
      </Form>
      <p className="quiet">A lead or an admin can approve a message, but not one that they requested.</p>
    </section>
  )
}
