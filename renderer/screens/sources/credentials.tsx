import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SecretNeedView } from '../../../shared/source/source-config.ts'
import { useApi } from '../../api/client.tsx'
import { Form, firstLack, SendButton, STILL_SAVING, unlessTyped } from '../../parts/form.tsx'
import { toast } from '../../parts/toast.tsx'

interface Props {
  sourceId: number
  needs: readonly SecretNeedView[]
  /** The field of one of them has the focus. */
  onEnter: () => void
}

/** The credentials of a source: whether each is saved, and a field to replace it. A saved one is never shown. */
export function Credentials({ sourceId, needs, onEnter }: Props) {
  return (
    <div className="setup-credentials">
      {needs.map(need => (
        <Credential key={need.name} {...{ sourceId, need, onEnter }} />
      ))}
      {needs.length === 0 ? <p className="quiet">This source needs no credentials.</p> : null}
      <SignIn sourceId={sourceId} />
    </div>
  )
}

function Credential({ sourceId, need, onEnter }: Pick<Props, 'sourceId' | 'onEnter'> & { need: SecretNeedView }) {
  const { source } = useApi()
  const [value, setValue] = useState('')
  const keep = useMutation(
    source.setSecret.mutationOptions({
      onSuccess: () => {
        setValue('')
        toast(`${need.label} saved`)
      },
    }),
  )
  return (
    <Form
      className="field"
      lack={firstLack(keep.isPending && STILL_SAVING, unlessTyped(value, `Enter “${need.label}” first`, 'value'))}
      onSend={() => keep.mutate({ sourceId, name: need.name, value })}
    >
      <span>
        {need.label}
        {need.set ? '' : <b className="bad"> · missing</b>}
      </span>
      <span className="retry">
        <input
          className="in"
          type="password"
          autoComplete="new-password"
          aria-label={need.label}
          name="value"
          placeholder={need.set ? 'saved · type to replace' : ''}
          value={value}
          onFocus={onEnter}
          onChange={event => setValue(event.currentTarget.value)}
        />
        <SendButton className="btn small">Save</SendButton>
      </span>
    </Form>
  )
}

/** The button that signs in through the browser, for systems that need it. */
function SignIn({ sourceId }: { sourceId: number }) {
  const { source } = useApi()
  const list = useQuery(source.list.queryOptions())
  const manifests = useQuery(source.manifests.queryOptions())
  const settings = list.data?.find(({ id }) => id === sourceId)?.settings as { manifest?: string } | null | undefined
  const signsIn = manifests.data?.find(({ id }) => id === settings?.manifest)?.signsIn ?? false
  const begin = useMutation(
    source.signIn.mutationOptions({ onSuccess: ({ url }) => void window.open(url, '_blank', 'noopener') }),
  )
  const signIn = useQuery({
    ...source.signInStanding.queryOptions({ input: { sourceId } }),
    enabled: begin.isSuccess,
    refetchInterval: 1_000,
  })
  if (!signsIn) return null
  const status = signIn.data?.waiting
    ? 'Waiting for you to sign in …'
    : (signIn.data?.problem ?? (begin.isSuccess && signIn.data ? 'Signed in.' : ''))
  return (
    <span className="retry">
      <button type="button" className="btn small" disabled={begin.isPending} onClick={() => begin.mutate({ sourceId })}>
        Sign in with browser
      </button>
      <span className={signIn.data?.problem ? 'bad' : 'quiet'} role="status">
        {status}
      </span>
    </span>
  )
}
