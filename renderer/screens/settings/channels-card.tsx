import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { own } from '../../../shared/foreign/own.ts'
import type { ChannelView } from '../../../shared/outbox/channel.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Field, TextField } from '../../parts/field.tsx'
import { Form, firstLack, SAVE_FIRST, SendButton, STILL_SAVING, tellLack, UNCHANGED } from '../../parts/form.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { toast, toastBusy } from '../../parts/toast.tsx'
import { useKeychain } from '../../state/desk/keychain.ts'
import { useMay } from '../../state/may.ts'
import { AdminOnly, NeedsAdmin } from './admin-only.tsx'
import { AllowedHosts } from './allowed-hosts.tsx'

const AFTER_CRASH: Record<ChannelView['afterCrash'], string> = {
  repeated:
    'If sending is interrupted, the message is sent again under the same key, and the receiver accepts it only once.',
  asked:
    'If sending is interrupted, Forestall asks the receiver whether the message arrived, and never sends it twice.',
  shown:
    'If sending is interrupted, the message is listed as unsure in the outbox, because the receiver cannot tell whether it arrived.',
}

/** Every channel for messages and fixes: whether it is set up, and what is missing. */
export function ChannelsCard() {
  const list = useQuery(useApi().channel.list.queryOptions())
  const channels = list.data?.channels ?? []
  const lasts = useKeychain()
  return (
    <section className="card channels" aria-label="Channels">
      <h2>
        Channels{' '}
        <NeedsAdmin>
          {lasts === false
            ? 'no keychain here: secrets are kept until Forestall is closed'
            : 'secrets go to the keychain and are never shown again'}
        </NeedsAdmin>
      </h2>
      {list.error ? <ErrorNote failure={failureOf(list.error)} /> : null}
      {list.isPending ? <BarRows rows={4} /> : null}
      {channels.map(channel => (
        <details key={channel.id}>
          <summary>
            <b>{channel.name}</b>
            <Readiness channel={channel} />
            <small>{channel.problem ?? channel.about}</small>
          </summary>
          {channel.problem ? (
            <ErrorNote
              failure={{
                kind: 'invalid',
                what: 'This manifest cannot be used.',
                why: channel.problem,
                todo: 'Correct the file in the workspace folder.',
              }}
            />
          ) : (
            <ChannelFields key={JSON.stringify(channel.fields)} channel={channel} />
          )}
        </details>
      ))}
      {list.data ? (
        <AdminOnly>
          <AllowedHosts hosts={list.data.allowedHosts} />
        </AdminOnly>
      ) : null}
    </section>
  )
}

/** Whether the channel is ready. A channel that nobody has begun to set up is no problem. */
function Readiness({ channel }: { channel: ChannelView }) {
  const { ready, problem, hasSecret } = channel
  if (problem) return <span className="tag bad">broken</span>
  if (ready) return <span className="tag good">ready</span>
  return <span className={hasSecret ? 'tag wait' : 'tag'}>{hasSecret ? 'incomplete' : 'not set up'}</span>
}

function ChannelFields({ channel }: { channel: ChannelView }) {
  const api = useApi().channel
  const { id, name, fields, secret, hasSecret, missing } = channel
  const [values, setValues] = useState(Object.fromEntries(fields.map(field => [field.name, field.value])))
  const [typed, setTyped] = useState('')
  const [answer, setAnswer] = useState<{ ok: boolean; message: string } | null>(null)
  const set = useMutation(api.set.mutationOptions())
  const setSecret = useMutation(api.setSecret.mutationOptions())
  const test = useMutation(api.test.mutationOptions({ onSuccess: setAnswer }))
  const filled = fields.some(field => field.value !== (own(values, field.name) ?? ''))
  const changed = filled || typed !== ''
  const save = async () => {
    setAnswer(null)
    if (typed !== '') await setSecret.mutateAsync({ id, secret: typed })
    if (filled) await set.mutateAsync({ id, values })
    setTyped('')
    toast(`${name} saved`)
  }
  const { admin } = useMay()
  const busy = set.isPending || setSecret.isPending
  const empty = fields.find(field => !field.optional && !own(values, field.name)?.trim())
  const lack = firstLack(
    !admin && { say: 'Only an admin can set up a channel' },
    busy && STILL_SAVING,
    !changed && empty && { say: `Missing: ${empty.label}`, field: empty.name },
    !changed &&
      id !== 'email' &&
      secret !== null &&
      secret !== '' &&
      !hasSecret && { say: `Missing: ${secret}`, field: 'secret' },
    !changed && UNCHANGED,
  )
  return (
    <Form className="form" lack={lack} onSend={() => void save().catch(() => undefined)}>
      {id === 'email' ? <p className="quiet">Set its server under “Mail server”.</p> : null}
      <AdminOnly>
        <div className="row-2 top">
          {fields.map(({ name: key, label, help, optional }) => (
            <div className="field" key={key}>
              {key === 'certificate' ? (
                <Field label={label}>
                  <textarea
                    className="in"
                    name={key}
                    rows={2}
                    value={values[key] ?? ''}
                    onChange={event => setValues({ ...values, [key]: event.currentTarget.value })}
                  />
                </Field>
              ) : (
                <TextField
                  label={optional ? label : `${label} *`}
                  name={key}
                  value={own(values, key) ?? ''}
                  onText={text => setValues({ ...values, [key]: text })}
                />
              )}
              {help ? <small className="quiet">{help}</small> : null}
            </div>
          ))}
          {secret && id !== 'email' ? (
            <TextField
              label={`${secret} *`}
              name="secret"
              type="password"
              autoComplete="new-password"
              placeholder={hasSecret ? 'saved · type to replace' : ''}
              value={typed}
              onText={setTyped}
            />
          ) : null}
        </div>
      </AdminOnly>
      <div className="form-acts">
        <SendButton className="btn small main">Save</SendButton>
        <button
          type="button"
          className="btn small"
          aria-disabled={changed || !channel.ready || test.isPending}
          onClick={() => {
            if (test.isPending) return toastBusy('The channel is still being tested')
            if (changed) return tellLack(SAVE_FIRST)
            if (!channel.ready) return tellLack({ say: [...missing, 'Set up the channel first'][0] ?? '' })
            setAnswer(null)
            test.mutate({ id })
          }}
        >
          {test.isPending ? 'Testing …' : 'Test'}
        </button>
        <span className={answer?.ok ? 'good' : 'bad'} role="status">
          {answer?.message ?? ''}
        </span>
        {!answer && missing.length > 0 ? <span className="quiet">{missing.join(' ')}</span> : null}
      </div>
      <p className="quiet">{AFTER_CRASH[channel.afterCrash]}</p>
    </Form>
  )
}
