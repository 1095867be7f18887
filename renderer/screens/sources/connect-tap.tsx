import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/client.tsx'
import { Field, TextField } from '../../parts/field.tsx'
import { plural } from '../../parts/number.ts'
import { ConnectPage } from './connect-page.tsx'
import { type Chosen, chosenOf, ProposedStreams } from './proposed-streams.tsx'
import { settingsOf } from './tap-settings.ts'
import { useConnecting } from './use-connecting.ts'

interface Tap {
  name: string
  /** As the workspace's file `taps.json` lists it: the program and its arguments. */
  command: string
  /** JSON. */
  settings: string
  /** Name and value of each secret setting. */
  secrets: readonly (readonly [string, string])[]
}
const START: Tap = { name: 'Singer tap', command: '', settings: '{}', secrets: [['', '']] }

/** Connects a Singer tap: which program, its settings, what its streams become. */
export function ConnectTap() {
  const [tap, setTap] = useState(START)
  const [chosen, setChosen] = useState<Chosen[] | null>(null)
  const look = useMutation(useApi().source.propose.mutationOptions({ onSuccess: found => setChosen(chosenOf(found)) }))
  const connect = useConnecting()
  const set = (change: Partial<Tap>) => setTap({ ...tap, ...change })
  const settings = settingsOf(tap.settings)
  const secrets = Object.fromEntries(tap.secrets.filter(([name]) => name.trim() !== ''))
  const [command = '', ...args] = tap.command.trim().split(/\s+/)
  const config = {
    command,
    args,
    settings: settings.ok ? settings.value : {},
    secrets: Object.keys(secrets),
    catalog: '--catalog' as const,
    idleSeconds: 280,
  }
  const streams = (chosen ?? []).flatMap(({ use, mapping, found }) =>
    use && mapping ? [{ name: found.name, mapping }] : [],
  )
  return (
    <ConnectPage
      title="Connect a Singer tap"
      about="Any program that prints Singer messages. Only taps that the workspace’s file “taps.json” lists are started."
      act={`Connect ${plural(streams.length, 'stream')}`}
      ready={streams.length > 0 && tap.name.trim() !== ''}
      busy={connect.isPending}
      onConnect={() => connect.mutate({ name: tap.name, kind: 'singer', config: { ...config, streams }, secrets })}
    >
      <section className="card" aria-label="Tap">
        <h2>
          Tap <small>secret settings go into the system’s keychain and are never shown again</small>
        </h2>
        <form
          className="form"
          onSubmit={event => {
            event.preventDefault()
            look.mutate({ kind: 'singer', config, secrets })
          }}
        >
          <div className="row-2">
            <TextField label="Name of the source" value={tap.name} onText={name => set({ name })} />
            <TextField
              label="Program and arguments *"
              value={tap.command}
              placeholder="tap-github"
              onText={text => set({ command: text })}
            />
          </div>
          <Field label={settings.ok ? 'Settings, JSON' : `Settings, JSON · ${settings.problem}`}>
            <textarea
              className="in"
              rows={4}
              spellCheck={false}
              value={tap.settings}
              onChange={event => set({ settings: event.currentTarget.value })}
            />
          </Field>
          {tap.secrets.map(([name, value], at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are only ever added at the end
            <div className="row-2" key={at}>
              <TextField
                label="Secret setting, by name"
                value={name}
                placeholder="access_token"
                onText={text => set({ secrets: tap.secrets.with(at, [text, value]) })}
              />
              <TextField
                label="Its value"
                type="password"
                autoComplete="new-password"
                value={value}
                onText={text => set({ secrets: tap.secrets.with(at, [name, text]) })}
              />
            </div>
          ))}
          <div className="form-acts">
            <button type="submit" className="btn main" disabled={command === '' || !settings.ok || look.isPending}>
              {look.isPending ? 'Asking the tap …' : chosen ? 'Ask again' : 'Ask which streams it has'}
            </button>
            <button type="button" className="btn" onClick={() => set({ secrets: [...tap.secrets, ['', '']] })}>
              Another secret
            </button>
          </div>
        </form>
      </section>
      {chosen ? <ProposedStreams chosen={chosen} onChange={setChosen} /> : null}
    </ConnectPage>
  )
}
