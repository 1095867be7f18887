import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ManifestView, SourcePreview } from '../../../shared/manifest-view.ts'
import type { SourceTest } from '../../../shared/source-config.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Field, TextField } from '../../parts/field.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { emptyForm, missingIn, restConfigOf, SCHEDULES, type SystemForm } from './connect-form.ts'
import { ConnectPage } from './connect-page.tsx'
import { PreviewTable } from './preview-table.tsx'
import { TestAnswer } from './test-answer.tsx'
import { useConnecting } from './use-connecting.ts'

const NORMAL = 300_000

/** Connects a system that a manifest describes: settings, credentials, a test, streams with a look at real records. */
export function ConnectSystem({ id }: { id: string }) {
  const manifests = useQuery(useApi().source.manifests.queryOptions())
  const manifest = manifests.data?.find(found => found.id === id && found.usable)
  if (manifests.error) return <ErrorNote failure={failureOf(manifests.error)} />
  if (!manifests.data) return <BarRows rows={6} />
  if (!manifest)
    return (
      <ErrorNote
        failure={{
          kind: 'not_found',
          what: `No system is called ${id}.`,
          why: 'Its manifest is gone, or has a problem.',
          todo: 'Look at the list again.',
        }}
      />
    )
  return <System key={id} manifest={manifest} />
}

function System({ manifest }: { manifest: ManifestView }) {
  const { source } = useApi()
  const [form, setForm] = useState(() => emptyForm(manifest))
  const [scheduleMs, setSchedule] = useState<number | null>(NORMAL)
  const [answer, setAnswer] = useState<SourceTest | null>(null)
  const [seen, setSeen] = useState<SourcePreview | null>(null)
  const test = useMutation(source.test.mutationOptions({ onSuccess: setAnswer }))
  const preview = useMutation(source.previewConnected.mutationOptions({ onSuccess: setSeen }))
  const connect = useConnecting()
  const missing = missingIn(manifest, form)
  const change = (next: Partial<SystemForm>) => {
    setAnswer(null)
    setForm({ ...form, ...next })
  }
  const asked = { kind: 'rest' as const, config: restConfigOf(manifest, form), secrets: form.secrets }
  return (
    <ConnectPage
      title={`Connect ${manifest.name}`}
      about={
        <>
          {manifest.about}{' '}
          <a href={manifest.docs} target="_blank" rel="noreferrer">
            Its documentation
          </a>
        </>
      }
      act="Connect and read"
      ready={missing.length === 0}
      busy={connect.isPending}
      onConnect={() =>
        connect.mutate({
          ...asked,
          name: form.name,
          readNow: !manifest.signsIn,
          ...(scheduleMs === NORMAL ? {} : { scheduleMs }),
        })
      }
    >
      {missing.length > 0 ? <p className="quiet">Still to fill in: {missing.join('; ')}.</p> : null}
      <Access manifest={manifest} form={form} change={change} />
      <section className="card" aria-label="Test">
        <h2>
          Test
          <button
            type="button"
            className="btn small"
            disabled={missing.length > 0 || test.isPending}
            onClick={() => test.mutate(asked)}
          >
            {test.isPending ? 'Asking …' : 'Test the credentials'}
          </button>
        </h2>
        <TestAnswer answer={answer} idle="Asks for one record of each stream; nothing is stored." />
      </section>
      <Streams manifest={manifest} form={form} change={change} />
      <section className="card" aria-label="Preview">
        <h2>
          What it becomes
          <button
            type="button"
            className="btn small"
            disabled={missing.length > 0 || preview.isPending}
            onClick={() => preview.mutate({ ...asked, limit: 5 })}
          >
            {preview.isPending ? 'Reading …' : 'Show real records'}
          </button>
        </h2>
        {seen ? (
          <PreviewTable streams={seen} />
        ) : (
          <p className="quiet">
            The manifest says what each record becomes. To change that, put a copy of it into the workspace’s folder
            “manifests”.
          </p>
        )}
      </section>
      <Field label="Read">
        <select
          className="in offer-search"
          value={String(scheduleMs)}
          onChange={event =>
            setSchedule(event.currentTarget.value === 'null' ? null : Number(event.currentTarget.value))
          }
        >
          {SCHEDULES.map(([ms, words]) => (
            <option key={words} value={String(ms)}>
              {words}
            </option>
          ))}
        </select>
      </Field>
    </ConnectPage>
  )
}

interface Part {
  manifest: ManifestView
  form: SystemForm
  change: (next: Partial<SystemForm>) => void
}

function Access({ manifest, form, change }: Part) {
  return (
    <section className="card" aria-label="Access">
      <h2>
        Access <small>credentials go into the system’s keychain and are never shown again</small>
      </h2>
      <div className="form">
        <TextField label="Name of the source" value={form.name} onText={name => change({ name })} />
        {manifest.settings.map(({ key, label, about, example, choices }) => (
          <Field key={key} label={about ? `${label} · ${about}` : label}>
            {choices ? (
              <select
                className="in"
                value={form.settings[key] ?? ''}
                onChange={event => change({ settings: { ...form.settings, [key]: event.currentTarget.value } })}
              >
                {Object.entries(choices).map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </select>
            ) : (
              <input
                className="in"
                value={form.settings[key] ?? ''}
                placeholder={example ?? ''}
                onChange={event => change({ settings: { ...form.settings, [key]: event.currentTarget.value } })}
              />
            )}
          </Field>
        ))}
        {manifest.secrets.map(({ key, label, about }) => (
          <TextField
            key={key}
            label={about ? `${label} · ${about}` : label}
            type="password"
            autoComplete="new-password"
            value={form.secrets[key] ?? ''}
            onText={text => change({ secrets: { ...form.secrets, [key]: text } })}
          />
        ))}
        <details>
          <summary className="quiet">It is on a private network</summary>
          <TextField
            label="Hosts that may be private, such as crm.local:8443; all others are refused"
            value={form.hosts}
            onText={hosts => change({ hosts })}
          />
        </details>
      </div>
    </section>
  )
}

function Streams({ manifest, form, change }: Part) {
  const toggle = (name: string, on: boolean) =>
    change({ streams: manifest.streams.map(s => s.name).filter(n => (n === name ? on : form.streams.includes(n))) })
  return (
    <section className="card" aria-label="Streams">
      <h2>
        Streams <small>what is read</small>
      </h2>
      {manifest.streams.map(({ name, about, records }) => (
        <label key={name} className="file-name">
          <input
            type="checkbox"
            checked={form.streams.includes(name)}
            onChange={event => toggle(name, event.currentTarget.checked)}
          />
          {name} <span className="quiet">{[records.join(', '), about].filter(Boolean).join(' · ')}</span>
        </label>
      ))}
    </section>
  )
}
