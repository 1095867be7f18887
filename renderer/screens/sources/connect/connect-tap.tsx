import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SourceStatus } from '../../../../shared/model/source.ts'
import { useEngine } from '../../../api/client.tsx'
import { Field, TextField } from '../../../parts/field.tsx'
import { Form, type FormLack, firstLack, SendButton, unlessTyped } from '../../../parts/form.tsx'
import { useDraft } from '../../../state/connect-drafts.ts'
import { type ChosenStream, chosenFrom, chosenOf, lookedAgain, tapStream } from './chosen.ts'
import { ConnectChosen } from './connect-chosen.tsx'
import { KeptWhere } from './kept-where.tsx'
import { NO_TAP, type Tap, type TapSettings, tapConfig, tapOf } from './tap-form.ts'
import { settingsOf } from './tap-settings.ts'

interface Draft {
  tap: Tap
  chosen: ChosenStream[] | null
}

/** Connects a Singer tap, or edits `source`: its program, its settings, and the mapping of its streams. */
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
  return (
    <ConnectChosen
      source={source}
      title="Connect a Singer tap"
      about="A tap is a program that prints Singer messages. Forestall only starts taps that the workspace’s “taps.json” lists."
      kind="singer"
      name={tap.name}
      config={config}
      asked={asked}
      lack={lackOfSettings(tap)}
      chosen={chosen}
      streamOf={tapStream}
      live={false}
      error={look.error}
      onChosen={next => change({ chosen: next })}
      onConnected={drop}
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
    </ConnectChosen>
  )
}

function lackOfSettings(tap: Tap): FormLack | null {
  const settings = settingsOf(tap.settings)
  return settings.ok ? null : { say: `The settings cannot be read: ${settings.problem}`, field: 'settings' }
}

interface TapProps {
  tap: Tap
  /** The values of the secret settings, in their order. */
  values: readonly string[]
  kept: boolean
  looking: boolean
  looked: boolean
  onChange: (next: Partial<Tap>) => void
  onValues: (values: readonly string[]) => void
  onLook: () => void
}

function TapForm({ tap, values, kept, looking, looked, onChange, onValues, onLook }: TapProps) {
  const settings = settingsOf(tap.settings)
  const lack = firstLack(
    looking && { say: 'The tap is still running' },
    unlessTyped(tap.command, 'Enter the program of the tap first', 'command'),
    lackOfSettings(tap),
  )
  return (
    <section className="card" aria-label="Tap">
      <h2>
        Tap <KeptWhere what="secret settings" />
      </h2>
      <Form className="form" lack={lack} onSend={onLook}>
        <div className="row-2">
          <TextField label="Source name" name="source name" value={tap.name} onText={name => onChange({ name })} />
          <TextField
            label="Program and arguments, as in “taps.json”"
            name="command"
            value={tap.command}
            placeholder="tap-github"
            onText={command => onChange({ command })}
          />
        </div>
        <div className="row-2 top">
          <Field label={settings.ok ? 'Settings (JSON)' : `Settings (JSON) · ${settings.problem}`}>
            <textarea
              className="in mono"
              name="settings"
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
                  label="Secret setting: name"
                  value={name}
                  placeholder="access_token"
                  onText={text => onChange({ secrets: tap.secrets.with(at, text) })}
                />
                <TextField
                  label="Value"
                  type="password"
                  autoComplete="new-password"
                  placeholder={kept && name ? 'saved · type to replace' : ''}
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
              Add secret
            </button>
          </div>
        </div>
        <div className="form-acts">
          <SendButton>{looking ? 'Running the tap …' : looked ? 'Refresh streams' : 'Show streams'}</SendButton>
        </div>
      </Form>
    </section>
  )
}
