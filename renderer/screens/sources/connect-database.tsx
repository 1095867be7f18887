import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/client.tsx'
import { Field, TextField } from '../../parts/field.tsx'
import { plural } from '../../parts/number.ts'
import { ConnectPage } from './connect-page.tsx'
import { type Chosen, chosenOf, ProposedStreams } from './proposed-streams.tsx'
import { useConnecting } from './use-connecting.ts'

interface Server {
  name: string
  host: string
  port: string
  database: string
  user: string
  password: string
  mode: 'verify-full' | 'require' | 'disable'
}
const START: Server = {
  name: 'PostgreSQL',
  host: '',
  port: '5432',
  database: '',
  user: '',
  password: '',
  mode: 'verify-full',
}

const serverOf = ({ host, port, database, user, mode }: Server) => ({
  server: { host: host.trim(), port: Number(port) || 5432, database: database.trim(), user: user.trim() },
  tls: { mode },
  timeoutSeconds: 60,
})

const streamOf = ({ found, query, cursor, mapping }: Chosen) =>
  mapping === null
    ? []
    : [{ name: found.name, query, mapping, ...(cursor ? { cursor: { column: cursor, overlapSeconds: 300 } } : {}) }]

/** Connects a database: where it is, what could be read from it, which query becomes what. */
export function ConnectDatabase() {
  const [server, setServer] = useState(START)
  const [chosen, setChosen] = useState<Chosen[] | null>(null)
  const look = useMutation(useApi().source.propose.mutationOptions({ onSuccess: found => setChosen(chosenOf(found)) }))
  const connect = useConnecting()
  const set = (change: Partial<Server>) => setServer({ ...server, ...change })
  const streams = (chosen ?? []).filter(({ use }) => use).flatMap(streamOf)
  const secrets = { password: server.password }
  const known = server.host.trim() !== '' && server.database.trim() !== '' && server.user.trim() !== ''
  return (
    <ConnectPage
      title="Connect PostgreSQL"
      about="Read in read-only transactions, by queries of your own. Also Citus, CockroachDB, YugabyteDB and Redshift, which speak the same protocol."
      act={`Connect ${plural(streams.length, 'stream')}`}
      ready={streams.length > 0 && server.name.trim() !== ''}
      busy={connect.isPending}
      onConnect={() =>
        connect.mutate({ name: server.name, kind: 'postgres', config: { ...serverOf(server), streams }, secrets })
      }
    >
      <section className="card" aria-label="Server">
        <h2>
          Server <small>the password goes into the system’s keychain and is never shown again</small>
        </h2>
        <form
          className="form"
          onSubmit={event => {
            event.preventDefault()
            look.mutate({ kind: 'postgres', config: serverOf(server), secrets })
          }}
        >
          <TextField label="Name of the source" value={server.name} onText={name => set({ name })} />
          <div className="row-3">
            <TextField
              label="Server *"
              value={server.host}
              placeholder="db.example.com"
              onText={host => set({ host })}
            />
            <TextField label="Port" inputMode="numeric" value={server.port} onText={port => set({ port })} />
            <TextField label="Database *" value={server.database} onText={database => set({ database })} />
          </div>
          <div className="row-3">
            <TextField label="User *" value={server.user} autoComplete="off" onText={user => set({ user })} />
            <TextField
              label="Password"
              type="password"
              autoComplete="new-password"
              value={server.password}
              onText={password => set({ password })}
            />
            <Field label="Encryption">
              <select
                className="in"
                value={server.mode}
                onChange={event => set({ mode: event.currentTarget.value as Server['mode'] })}
              >
                <option value="verify-full">TLS, certificate checked</option>
                <option value="require">TLS, certificate not checked</option>
                <option value="disable">none</option>
              </select>
            </Field>
          </div>
          <div className="form-acts">
            <button type="submit" className="btn main" disabled={!known || look.isPending}>
              {look.isPending ? 'Looking …' : chosen ? 'Look again' : 'Look at its tables'}
            </button>
            <span className="quiet" role="status">
              {chosen?.length === 0 ? 'This user may read no table.' : ''}
            </span>
          </div>
        </form>
      </section>
      {chosen ? <ProposedStreams chosen={chosen} onChange={setChosen} /> : null}
    </ConnectPage>
  )
}
