import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SmtpSetting } from '../../../shared/model/smtp.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Field, TextField } from '../../parts/field.tsx'
import { Form, firstLack, SAVE_FIRST, SendButton, STILL_SAVING, tellLack } from '../../parts/form.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { toast, toastBusy } from '../../parts/toast.tsx'
import { useKeychain } from '../../state/desk/keychain.ts'
import { useMay } from '../../state/may.ts'
import { useWorkspace } from '../../state/now.ts'
import { AdminOnly, NeedsAdmin } from './admin-only.tsx'

const START: SmtpSetting = { host: '', port: 587, security: 'starttls', user: '', fromName: '', fromAddress: '' }

/** The required fields that are empty, by their labels. */
export function missingFields({ host, port, fromName, fromAddress }: SmtpSetting): string[] {
  return [
    host.trim() ? null : 'server',
    port > 0 ? null : 'port',
    fromName.trim() ? null : 'sender name',
    fromAddress.includes('@') ? null : 'sender address',
  ].filter(name => name !== null)
}

interface Props {
  saved: SmtpSetting | null
  hasPassword: boolean
  /** The default sender name. */
  name: string
}

function ServerFields({ saved, hasPassword, name }: Props) {
  const { channel } = useApi()
  const [setting, setSetting] = useState(saved ?? { ...START, fromName: name })
  const [password, setPassword] = useState('')
  const [answer, setAnswer] = useState<{ ok: boolean; message: string } | null>(null)
  const set = (change: Partial<SmtpSetting>) => {
    setAnswer(null)
    setSetting({ ...setting, ...change })
  }
  const save = useMutation(
    channel.setSmtp.mutationOptions({
      onSuccess: () => {
        setPassword('')
        toast('Mail server saved')
      },
    }),
  )
  const test = useMutation(channel.testSmtp.mutationOptions({ onSuccess: setAnswer }))
  const { admin } = useMay()
  const missing = missingFields(setting)
  const changed = password !== '' || JSON.stringify(setting) !== JSON.stringify(saved)
  const hint =
    answer || save.isPending || test.isPending || !admin
      ? ''
      : missing.length > 0
        ? `Missing: ${missing.join(', ')}`
        : changed
          ? 'Save before testing.'
          : ''
  const lack = firstLack(
    !admin && { say: 'Only an admin can change the mail server' },
    save.isPending && STILL_SAVING,
    missing[0] !== undefined && { say: `Missing: ${missing.join(', ')}`, field: missing[0] },
  )
  return (
    <Form className="form" lack={lack} onSend={() => save.mutate({ setting, ...(password ? { password } : {}) })}>
      <AdminOnly>
        <div className="row-3">
          <TextField
            label="Server *"
            name="server"
            required
            value={setting.host}
            placeholder="smtp.example.com"
            onText={host => set({ host })}
          />
          <TextField
            label="Port *"
            name="port"
            required
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
            placeholder={hasPassword ? 'saved · type to replace' : ''}
            onText={setPassword}
          />
        </div>
        <div className="row-2">
          <TextField
            label="Sender name *"
            name="sender name"
            required
            value={setting.fromName}
            onText={fromName => set({ fromName })}
          />
          <TextField
            label="Sender address *"
            name="sender address"
            required
            type="email"
            value={setting.fromAddress}
            onText={fromAddress => set({ fromAddress })}
          />
        </div>
      </AdminOnly>
      <div className="form-acts">
        <SendButton>Save</SendButton>
        <button
          type="button"
          className="btn"
          aria-disabled={!saved || changed || test.isPending}
          onClick={() => {
            if (test.isPending) return toastBusy('The connection is still being tested')
            if (!saved || changed) return tellLack(missing[0] !== undefined && lack ? lack : SAVE_FIRST)
            setAnswer(null)
            test.mutate({})
          }}
        >
          {test.isPending ? 'Testing …' : 'Test connection'}
        </button>
        <span className={answer?.ok ? 'good' : 'bad'} role="status">
          {answer?.message ?? ''}
        </span>
        <span className="quiet" role="status">
          {hint}
        </span>
      </div>
    </Form>
  )
}

/** The mail server that sends messages. The password goes into the keychain and is never shown again. */
export function SmtpForm() {
  const smtp = useQuery(useApi().channel.smtp.queryOptions())
  const workspace = useWorkspace()
  const desktop = workspace.data?.shell === 'desktop'
  const lasts = useKeychain()
  return (
    <section className="card" aria-label="Mail server">
      <h2>
        Mail server
        <NeedsAdmin>
          {lasts === undefined
            ? null
            : lasts
              ? 'the password is kept in the system keychain'
              : desktop
                ? 'no keychain here: the password is kept until Forestall is closed'
                : 'password kept until Forestall is closed, or read from FORESTALL_SMTP_PASSWORD'}
        </NeedsAdmin>
      </h2>
      {smtp.error ? <ErrorNote failure={failureOf(smtp.error)} /> : null}
      {smtp.isPending ? <BarRows rows={3} /> : null}
      {smtp.data && workspace.data ? (
        <ServerFields
          key={JSON.stringify(smtp.data.setting)}
          saved={smtp.data.setting}
          hasPassword={smtp.data.hasPassword}
          name={workspace.data.name}
        />
      ) : null}
    </section>
  )
}
