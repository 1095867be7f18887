import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SecretNeedView } from '../../../shared/source/source-config.ts'
import { useApi } from '../../api/client.tsx'
import { toast } from '../../parts/toast.tsx'

/** Credentials of a source: whether each is kept, and a place to enter it anew. What is kept is never shown. */
export function Credentials({ sourceId, needs }: { sourceId: number; needs: readonly SecretNeedView[] }) {
  return (
    <div className="setup-credentials">
      {needs.map(need => (
        <Credential key={need.name} sourceId={sourceId} need={need} />
      ))}
      {needs.length === 0 ? <p className="quiet">It needs no credentials.</p> : null}
      <SignIn sourceId={sourceId} />
    </div>
  )
}

function Credential({ sourceId, need }: { sourceId: number; need: SecretNeedView }) {
  const { source } = useApi()
  const [value, setValue] = useState('')
  const keep = useMutation(
    source.setSecret.mutationOptions({
      onSuccess: () => {
        setValue('')
        toast(`${need.label} is kept`)
      },
    }),
  )
  return (
    <form
      className="field"
      onSubmit={event => {
        event.preventDefault()
        keep.mutate({ sourceId, name: need.name, value })
      }}
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
          placeholder={need.set ? 'kept; type to replace it' : ''}
          value={value}
          onChange={event => setValue(event.currentTarget.value)}
        />
        <button type="submit" className="btn small" disabled={value === '' || keep.isPending}>
          Keep
        </button>
      </span>
    </form>
  )
}

/** Signing in through the browser, for systems that want it; null where none is under way or possible. */
function SignIn({ sourceId }: { sourceId: number }) {
  const { source } = useApi()
  const list = useQuery(source.list.queryOptions())
  const manifests = useQuery(source.manifests.queryOptions())
  const settings = list.data?.find(({ id }) => id === sourceId)?.settings as { manifest?: string } | null | undefined
  const signsIn = manifests.data?.find(({ id }) => id === settings?.manifest)?.signsIn ?? false
  const begin = useMutation(
    source.signIn.mutationOptions({ onSuccess: ({ url }) => void window.open(url, '_blank', 'noopener') }),
  )
  const standing = useQuery({
    ...source.signInStanding.queryOptions({ input: { sourceId } }),
    enabled: begin.isSuccess,
    refetchInterval: 1_000,
  })
  if (!signsIn) return null
  const said = standing.data?.waiting
    ? 'Waiting for you in the browser …'
    : (standing.data?.problem ?? (begin.isSuccess && standing.data ? 'Signed in.' : ''))
  return (
    <span className="retry">
      <button type="button" className="btn small" disabled={begin.isPending} onClick={() => begin.mutate({ sourceId })}>
        Sign in in the browser
      </button>
      <span className={standing.data?.problem ? 'bad' : 'quiet'} role="status">
        {said}
      </span>
    </span>
  )
}
