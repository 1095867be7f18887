import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SourceStatus } from '../../../shared/model.ts'
import { useEngine } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Field, TextField } from '../../parts/field.tsx'
import { plural } from '../../parts/number.ts'
import { useDraft } from '../../state/connect-drafts.ts'
import { go } from '../../state/route.ts'
import { type Chosen, chosenFrom, chosenOf, lookedAgain, tapStream } from './chosen.ts'
import { ConnectPage } from './connect-page.tsx'
import { KeptWhere } from './kept-where.tsx'
import { ProposedStreams } from './proposed-streams.tsx'
import { NO_TAP, type Tap, type TapSettings, tapConfig, tapOf } from './tap-form.ts'
import { settingsOf } from './tap-settings.ts'
import { useConnecting } from './use-connecting.ts'

const PREVIEWED = 6

interface Draft {
  tap: Tap
  chosen: Chosen[] | null
}

/** Connects a Singer tap, or changes `source`: which program, its settings, what its streams become. */
export function ConnectTap({ source }: { source?: SourceStatus }) {
  const { client } = useEngine()
  const kept = source?.settings as unknown as TapSettings | undefined
  const { draft, change, drop } = useDraft<Draft>(source ? `edit:${source.id}` : 'singer', () =>
    source && kept
      ? { tap: tapOf(source.name, kept), chosen: chosenFrom(kept.streams) }
      : { tap: NO_TAP, chosen: null },
  )
  const { tap, chosen } = draft
  const [values, setValues] = useState<readonly string[]>([])
  const connect = useConnecting(drop)
  const config = tapConfig(tap, kept)
  const secrets = Object.fromEntries(
    tap.secrets.flatMap((name, at) => (name.trim() && values[at] ? [[name.trim(), values[at]]] : [])),
  )
  const asked = { secrets, ...(source ? { sourceId: source.id } : {}) }
  const look = useMutation({
    meta: { quiet: true },
    mutationFn: () => client.source.propose({ kind: 'singer', config, ...asked }),
    onSuccess: found => change({ chosen: chosen ? lookedAgain(chosen, found) : chosenOf(found) }),
  })
  const streams = (chosen ?? []).filter(({ use }) => use).flatMap(tapStream)
  return (
    <ConnectPage
      title={source ? `Settings of ${source.name}` : 'Connect a Singer tap'}
      about="Any program that prints Singer messages. Only taps that the workspace’s file “taps.json” lists are started."
      act={source ? 'Save and read' : chosen ? `Connect ${plural(streams.length, 'stream')}` : 'Connect'}
      ready={streams.length > 0 && tap.name.trim() !== '' && settingsOf(tap.settings).ok}
      busy={connect.isPending}
      onConnect={() =>
        connect.mutate({
          sourceId: source?.id,
          name: tap.name,
          kind: 'singer',
          config: { ...config, streams },
          secrets,
        })
      }
      {...(source ? { onBack: () => go('sources') } : {})}
    >
      <TapForm
        tap={tap}
        values={values}
        kept={source !== undefined}
        looking={look.isPending}
        looked={chosen !== null}
        onChange={next => change({ tap: { ...tap, ...next } })}
        onValues={setValues}
        onLook={() => look.mutate()}
      />
      {look.error ? <ErrorNote failure={failureOf(look.error)} /> : null}
      {chosen ? (
        <ProposedStreams
          chosen={chosen}
          onChange={next => change({ chosen: next })}
          live={false}
          rows={entry =>
            client.source.previewConnected({
              kind: 'singer',
              config: { ...config, streams: tapStream(entry) } as never,
              limit: PREVIEWED,
              ...asked,
            })
          }
        />
      ) : null}
    </ConnectPage>
  )
}

interface Form {
  tap: Tap
  /** Of the secret settings, in their order. */
  values: readonly string[]
  kept: boolean
  looking: boolean
  looked: boolean
  onChange: (next: Partial<Tap>) => void
  onValues: (values: readonly string[]) => void
  onLook: () => void
}

function TapForm({ tap, values, kept, looking, looked, onChange, onValues, onLook }: Form) {
  const settings = settingsOf(tap.settings)
  return (
    <section className="card" aria-label="Tap">
      <h2>
        Tap <KeptWhere what="secret settings" />
      </h2>
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault()
          onLook()
        }}
      >
        <div className="row-2">
          <TextField label="Name of the source" value={tap.name} onText={name => onChange({ name })} />
          <TextField
            label="Program and its arguments, as “taps.json” lists them"
            value={tap.command}
            placeholder="tap-github"
            onText={command => onChange({ command })}
          />
        </div>
        <div className="row-2 top">
          <Field label={settings.ok ? 'Settings, JSON' : `Settings, JSON · ${settings.problem}`}>
            <textarea
              className="in mono"
              rows={5}
              spellCheck={false}
              value={tap.settings}
              onChange={event => onChange({ settings: event.currentTarget.value })}
            />
          </Field>
          <div className="form">
            {tap.secrets.map((name, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows are only ever added at the end
              <div className="row-2" key={at}>
                <TextField
                  label="Secret setting, by name"
                  value={name}
                  placeholder="access_token"
                  onText={text => onChange({ secrets: tap.secrets.with(at, text) })}
                />
                <TextField
                  label="Its value"
                  type="password"
                  autoComplete="new-password"
                  placeholder={kept && name ? 'kept; type to replace it' : ''}
                  value={values[at] ?? ''}
                  onText={text => onValues(tap.secrets.map((_, row) => (row === at ? text : (values[row] ?? ''))))}
                />
              </div>
            ))}
            <button
              type="button"
              className="btn small add-secret"
              onClick={() => onChange({ secrets: [...tap.secrets, ''] })}
            >
              Another secret
            </button>
          </div>
        </div>
        <div className="form-acts">
          <button type="submit" className="btn main" disabled={!tap.command.trim() || !settings.ok || looking}>
            {looking ? 'Asking the tap …' : looked ? 'Ask again' : 'Ask which streams it has'}
          </button>
        </div>
      </form>
    </section>
  )
}
