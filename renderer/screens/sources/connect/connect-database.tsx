import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SourceStatus } from '../../../../shared/model/source.ts'
import { useEngine } from '../../../api/client.tsx'
import { Field, TextField } from '../../../parts/field.tsx'
import { Form, firstLack, SendButton, unlessTyped } from '../../../parts/form.tsx'
import { useDraft } from '../../../state/connect-drafts.ts'
import { type ChosenStream, chosenFrom, chosenOf, databaseStream, lookedAgain } from './chosen.ts'
import { ConnectChosen } from './connect-chosen.tsx'
import { type DatabaseSettings, NO_SERVER, type Server, serverConfig, serverOf } from './database-form.ts'
import { KeptWhere } from './kept-where.tsx'

interface Draft {
  server: Server
  /** Null before the database was inspected. */
  chosen: ChosenStream[] | null
}

/** Connects a database, or edits `source`: its server, its tables, and the query and mapping of each stream. */
export function ConnectDatabase({ source }: { source?: SourceStatus }) {
  const { client } = useEngine()
  const kept = source?.settings as unknown as DatabaseSettings | undefined
  const { draft, change, drop } = useDraft<Draft>(source ? `edit:${source.id}` : 'postgres', () =>
    source && kept
      ? { server: serverOf(source.name, kept), chosen: chosenFrom(kept.streams) }
      : { server: NO_SERVER, chosen: null },
  )
  const { server, chosen } = draft
  const [password, setPassword] = useState('')
  const [reached, setReached] = useState(false)
  const base = serverConfig(server, kept)
  const secrets: Record<string, string> = password === '' ? {} : { password }
  const asked = { secrets, ...(source ? { sourceId: source.id } : {}) }
  const look = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      const tables = await client.source.propose({ kind: 'postgres', config: base, ...asked })
      // The person's own queries have columns that no table has.
      const own = (chosen ?? []).filter(
        ({ use, query, found }) => use && tables.every(t => t.query !== query || t.name !== found.name),
      )
      const queries = own.map(({ found, query }) => ({ name: found.name, query }))
      const more =
        queries.length > 0 ? await client.source.propose({ kind: 'postgres', config: base, queries, ...asked }) : []
      return [...tables.filter(({ name }) => more.every(other => other.name !== name)), ...more]
    },
    onSuccess: found => {
      setReached(true)
      change({ chosen: chosen ? lookedAgain(chosen, found) : chosenOf(found) })
    },
  })
  return (
    <ConnectChosen
      source={source}
      title="Connect PostgreSQL"
      about="Runs your own queries in read-only transactions. Other databases with the PostgreSQL protocol should work, too."
      kind="postgres"
      name={server.name}
      config={base}
      asked={asked}
      lack={null}
      chosen={chosen}
      streamOf={databaseStream}
      live={reached}
      error={look.error}
      onChosen={next => change({ chosen: next })}
      onConnected={drop}
    >
      <ServerForm
        server={server}
        password={password}
        kept={source !== undefined}
        looking={look.isPending}
        looked={chosen !== null}
        said={chosen?.length === 0 ? 'This user cannot read any table.' : ''}
        onChange={next => change({ server: { ...server, ...next } })}
        onPassword={setPassword}
        onLook={() => look.mutate()}
      />
    </ConnectChosen>
  )
}

interface ServerProps {
  server: Server
  password: string
  kept: boolean
  looking: boolean
  looked: boolean
  said: string
  onChange: (next: Partial<Server>) => void
  onPassword: (text: string) => void
  onLook: () => void
}

function ServerForm({ server, password, kept, looking, looked, said, onChange, onPassword, onLook }: ServerProps) {
  const known = server.host.trim() !== '' && server.database.trim() !== '' && server.user.trim() !== ''
  const lack = firstLack(
    looking && { say: 'The tables are still being read' },
    unlessTyped(server.host, 'Enter the server first', 'host'),
    unlessTyped(server.database, 'Enter the database first', 'database'),
    unlessTyped(server.user, 'Enter the user first', 'user'),
  )
  return (
    <section className="card" aria-label="Server">
      <h2>
        Server <KeptWhere what="credentials" />
      </h2>
      <Form className="form" lack={lack} onSend={onLook}>
        <div className="row-4">
          <TextField label="Source name" name="source name" value={server.name} onText={name => onChange({ name })} />
          <TextField
            label="Server"
            name="host"
            value={server.host}
            placeholder="db.example.com"
            onText={host => onChange({ host })}
          />
          <TextField label="Port" inputMode="numeric" value={server.port} onText={port => onChange({ port })} />
          <TextField
            label="Database"
            name="database"
            value={server.database}
            onText={database => onChange({ database })}
          />
          <TextField
            label="User"
            name="user"
            value={server.user}
            autoComplete="off"
            onText={user => onChange({ user })}
          />
          <TextField
            label="Password"
            type="password"
            autoComplete="new-password"
            placeholder={kept ? 'saved · type to replace' : ''}
            value={password}
            onText={onPassword}
          />
          <Field label="Encryption">
            <select
              className="in"
              value={server.mode}
              onChange={event => onChange({ mode: event.currentTarget.value as Server['mode'] })}
            >
              <option value="verify-full">TLS, verify certificate</option>
              <option value="require">TLS, do not verify certificate</option>
              <option value="disable">None</option>
            </select>
          </Field>
          <div className="form-acts">
            <SendButton>{looking ? 'Reading tables …' : looked ? 'Refresh tables' : 'Show tables'}</SendButton>
          </div>
        </div>
        <p className="quiet" role="status">
          {said || (known ? '' : 'Enter server, database and user. A read-only role is best.')}
        </p>
      </Form>
    </section>
  )
}
