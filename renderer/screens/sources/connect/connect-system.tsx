import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SourceStatus } from '../../../../shared/model/source.ts'
import type { ManifestView, SourcePreview } from '../../../../shared/source/manifest-view.ts'
import type { SourceTest } from '../../../../shared/source/source-config.ts'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { tellLack } from '../../../parts/form.tsx'
import { BarRows } from '../../../parts/skeleton.tsx'
import { toastBusy } from '../../../parts/toast.tsx'
import { useDraft } from '../../../state/connect-drafts.ts'
import { go } from '../../../state/route.ts'
import {
  emptyForm,
  formOf,
  lackOfMissing,
  missingIn,
  NORMAL,
  type RestSettings,
  restConfigOf,
  type TypedSecrets,
} from './connect-form.ts'
import { ConnectPage } from './connect-page.tsx'
import { PreviewTable } from './preview-table.tsx'
import { SystemAccess, SystemStreams } from './system-parts.tsx'
import { useConnecting } from './use-connecting.ts'

const PREVIEWED = 6

/** Connects a system that a manifest describes, or edits `source`: access, a test, streams and a preview. */
export function ConnectSystem({ id, source }: { id: string; source?: SourceStatus }) {
  const manifests = useQuery(useApi().source.manifests.queryOptions())
  const manifest = manifests.data?.find(found => found.id === id && found.usable)
  if (manifests.error) return <ErrorNote failure={failureOf(manifests.error)} />
  if (!manifests.data) return <BarRows rows={6} />
  if (manifest) return <System key={id} manifest={manifest} source={source} />
  return (
    <div className="page">
      <div className="inner">
        <ErrorNote
          failure={{
            kind: 'not_found',
            what: `There is no system “${id}”.`,
            why: 'The manifest was removed or has an error.',
            todo: 'Choose a system from the list.',
          }}
        >
          <button type="button" className="btn small" onClick={() => go('sources', 'connect')}>
            Show the list
          </button>
        </ErrorNote>
      </div>
    </div>
  )
}

function System({ manifest, source }: { manifest: ManifestView; source: SourceStatus | undefined }) {
  const api = useApi()
  const { draft, change, drop } = useDraft(source ? `edit:${source.id}` : `rest:${manifest.id}`, () =>
    source ? formOf(manifest, source.name, source.settings as unknown as RestSettings) : emptyForm(manifest),
  )
  const [typed, setTyped] = useState<TypedSecrets>({})
  const [answer, setAnswer] = useState<SourceTest | null>(null)
  const [seen, setSeen] = useState<SourcePreview | null>(null)
  const test = useMutation(api.source.test.mutationOptions({ onSuccess: setAnswer }))
  const preview = useMutation(api.source.previewConnected.mutationOptions({ onSuccess: setSeen }))
  const connect = useConnecting(drop)
  const missing = missingIn(manifest, draft, typed, source !== undefined)
  const lack = lackOfMissing(missing)
  const look = () => {
    if (preview.isPending) toastBusy('The records are still being read')
    else if (lack !== null) tellLack(lack)
    else preview.mutate({ ...asked, limit: PREVIEWED })
  }
  const secrets = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''))
  const kept = source ? { sourceId: source.id } : {}
  const asked = { kind: 'rest' as const, config: restConfigOf(manifest, draft), secrets, ...kept }
  const save = () =>
    connect.mutate({
      ...asked,
      name: draft.name,
      readNow: !manifest.signsIn || source !== undefined,
      ...(source || draft.scheduleMs === NORMAL ? {} : { scheduleMs: draft.scheduleMs }),
    })
  return (
    <ConnectPage
      title={source ? `Settings of ${source.name}` : `Connect ${manifest.name}`}
      about={
        <>
          {manifest.about}{' '}
          <a className="link" href={manifest.docs} target="_blank" rel="noreferrer">
            Documentation
          </a>
        </>
      }
      act={source ? 'Save and sync' : 'Connect and sync'}
      lack={lack}
      busy={connect.isPending}
      onConnect={save}
      {...(source ? { onBack: () => go('sources') } : {})}
    >
      <div className="connect-columns">
        <SystemAccess
          manifest={manifest}
          form={draft}
          typed={typed}
          kept={source !== undefined}
          missing={missing}
          answer={answer}
          asking={test.isPending}
          onChange={next => {
            setAnswer(null)
            change(next)
          }}
          onType={next => {
            setAnswer(null)
            setTyped({ ...typed, ...next })
          }}
          onTest={() => test.mutate(asked)}
        />
        <SystemStreams manifest={manifest} form={draft} answer={answer} onChange={change} />
      </div>
      <section className="card" aria-label="Preview">
        <h2>
          Preview
          <button type="button" className="btn small" aria-disabled={lack !== null || preview.isPending} onClick={look}>
            {preview.isPending ? 'Reading …' : 'Show real records'}
          </button>
        </h2>
        {seen ? (
          <PreviewTable streams={seen} />
        ) : (
          <p className="quiet">
            Shows the first records of each stream as they would be stored. The manifest defines the mapping. To change
            the mapping, put a copy of the manifest into the workspace’s “manifests” folder.
          </p>
        )}
      </section>
    </ConnectPage>
  )
}
