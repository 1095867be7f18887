import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SmtpSetting } from '../../../shared/model.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Field, TextField } from '../../parts/field.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { toast } from '../../parts/toast.tsx'
import { useWorkspace } from '../../state/now.ts'

const START: SmtpSetting = { host: '', port: 587, security: 'starttls', user: '', fromName: '', fromAddress: '' }

function Form({ saved, hasPassword }: { saved: SmtpSetting | null; hasPassword: boolean }) {
  const { channel } = useApi()
  const [setting, setSetting] = useState(saved ?? START)
  const [password, setPassword] = useState('')
  const [answer, setAnswer] = useState<{ ok: boolean; message: string } | null>(null)
  const set = (change: Partial<SmtpSetting>) => setSetting({ ...setting, ...change })
  const save = useMutation(
    channel.setSmtp.mutationOptions({
      onSuccess: () => {
        setPassword('')
        toast('Mail server saved')
      },
    }),
  )
  const test = useMutation(channel.testSmtp.mutationOptions({ onSuccess: setAnswer }))
  const complete = setting.host && setting.fromName && setting.fromAddress.includes('@')
  return (
    <form
      className="form"
      onSubmit={event => {
        event.preventDefault()
        save.mutate({ setting, ...(password ? { password } : {}) })
      }}
    >
      <div className="row-3">
        <TextField label="Server" value={setting.host} placeholder="smtp.example.com" onText={host => set({ host })} />
        <TextField
          label="Port"
          inputMode="numeric"
          value={setting.port || ''}
          onText={text => set({ port: Number(text.replace(/\D/g, '')) || 0 })}
        />
        <Field label="Encryption">
          <select
            className="in"
            value={setting.security}
            onChange={event => set({ security: event.currentTarget.value as SmtpSetting['security'] })}
          >
            <option value="starttls">STARTTLS</option>
            <option value="tls">TLS</option>
            <option value="none">none</option>
          </select>
        </Field>
      </div>
      <div className="row-2">
        <TextField label="User" value={setting.user} autoComplete="off" onText={user => set({ user })} />
        <TextField
          label="Password"
          type="password"
          value={password}
          autoComplete="new-password"
          placeholder={hasPassword ? 'saved; type to replace it' : ''}
          onText={setPassword}
        />
      </div>
      <div className="row-2">
        <TextField label="From, name" value={setting.fromName} onText={fromName => set({ fromName })} />
        <TextField
          label="From, address"
          type="email"
          value={setting.fromAddress}
          onText={fromAddress => set({ fromAddress })}
        />
      </div>
      <div className="form-acts">
        <button type="submit" className="btn main" disabled={!complete || save.isPending}>
          Save
        </button>
        <button
          type="button"
          className="btn"
          disabled={!saved || test.isPending}
          onClick={() => {
            setAnswer(null)
            test.mutate({})
          }}
        >
          {test.isPending ? 'Connecting …' : 'Test the connection'}
        </button>
        <span className={answer?.ok ? 'good' : 'bad'} role="status">
          {answer?.message ?? ''}
        </span>
      </div>
    </form>
  )
}

/** The mail server that messages leave through. The password goes to the keychain and never comes back. */
export function SmtpForm() {
  const smtp = useQuery(useApi().channel.smtp.queryOptions())
  const desktop = useWorkspace().data?.shell === 'desktop'
  return (
    <section className="card" aria-label="Mail server">
      <h2>
        Mail server
        <small>
          {desktop
            ? 'the password is kept in the system’s keychain'
            : 'password kept while this runs, or from FORESTALL_SMTP_PASSWORD'}
        </small>
      </h2>
      {smtp.error ? <ErrorNote failure={failureOf(smtp.error)} /> : null}
      {smtp.isPending ? <BarRows rows={3} /> : null}
      {smtp.data ? (
        <Form key={JSON.stringify(smtp.data.setting)} saved={smtp.data.setting} hasPassword={smtp.data.hasPassword} />
      ) : null}
    </section>
  )
}
