import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/client.tsx'
import { Form, firstLack, SendButton, STILL_SAVING, unlessTyped } from '../../parts/form.tsx'
import { SetByAdministrator } from '../../parts/held.tsx'
import { toast } from '../../parts/toast.tsx'
import { usePolicy } from '../../state/policy.ts'

/** Private hosts that channels may connect to. Every other host inside the own network is blocked. */
export function AllowedHosts({ hosts }: { hosts: readonly string[] }) {
  const [host, setHost] = useState('')
  const only = usePolicy().hosts
  const allow = useMutation(useApi().channel.allowHost.mutationOptions())
  const put = (name: string, allowed: boolean) =>
    allow.mutate(
      { host: name, allowed },
      {
        onSuccess: () => {
          setHost('')
          toast(`${name} is ${allowed ? 'allowed' : 'blocked'}`)
        },
      },
    )
  return (
    <div className="hosts">
      {only ? (
        <span className="why">
          Sources and channels connect to {only.length === 0 ? 'no host' : only.join(', ')} only: <SetByAdministrator />
        </span>
      ) : null}
      <span className="why">
        Hosts inside your own network are blocked. {hosts.length > 0 ? 'Exceptions:' : 'There are no exceptions.'}
      </span>
      {hosts.map(name => (
        <span className="chip" key={name}>
          {name}
          <button type="button" aria-label={`Block ${name}`} onClick={() => put(name, false)}>
            ✕
          </button>
        </span>
      ))}
      <Form
        className="inline"
        lack={firstLack(allow.isPending && STILL_SAVING, unlessTyped(host, 'Write the host to allow first', 'host'))}
        onSend={() => put(host.trim(), true)}
      >
        <input
          className="in"
          aria-label="Private host to allow"
          name="host"
          placeholder="gateway.internal:8443"
          value={host}
          onChange={event => setHost(event.currentTarget.value)}
        />
        <SendButton className="btn small">Allow</SendButton>
      </Form>
    </div>
  )
}
