import { own } from '../../../../shared/foreign/own.ts'
import type { ManifestView } from '../../../../shared/source/manifest-view.ts'
import type { SourceTest } from '../../../../shared/source/source-config.ts'
import { Field, TextField } from '../../../parts/field.tsx'
import { Form, firstLack, SendButton } from '../../../parts/form.tsx'
import {
  lackOfMissing,
  SCHEDULES,
  type SystemForm,
  scheduleOf,
  scheduleValue,
  type TypedSecrets,
} from './connect-form.ts'
import { KeptWhere } from './kept-where.tsx'
import { TestAnswer } from './test-answer.tsx'

interface Access {
  manifest: ManifestView
  form: SystemForm
  typed: TypedSecrets

  /** The source is connected, so credentials that are not typed stay as saved. */
  kept: boolean
  missing: readonly string[]
  answer: SourceTest | null
  asking: boolean
  onChange: (next: Partial<SystemForm>) => void
  onType: (next: TypedSecrets) => void
  onTest: () => void
}

/** The address and the credentials of a system, and a test of both. */
export function SystemAccess({ manifest, form, typed, kept, missing, answer, asking, ...on }: Access) {
  const { onChange, onType } = on
  const set = (key: string, value: string) => onChange({ settings: { ...form.settings, [key]: value } })
  const lack = firstLack(asking && { say: 'The credentials are still being tested' }, lackOfMissing(missing))
  return (
    <section className="card" aria-label="Access">
      <h2>
        Access <KeptWhere what="credentials" />
      </h2>
      <Form className="form" lack={lack} onSend={on.onTest}>
        <TextField label="Source name" name="a name" value={form.name} onText={name => onChange({ name })} />
        {manifest.settings.map(setting => (
          <Setting key={setting.key} setting={setting} value={own(form.settings, setting.key) ?? ''} onSet={set} />
        ))}
        {manifest.secrets.map(({ key, label, about }) => (
          <div key={key}>
            <TextField
              label={label}
              name={label}
              type="password"
              autoComplete="new-password"
              placeholder={kept ? 'saved · type to replace' : ''}
              value={own(typed, key) ?? ''}
              onText={text => onType({ [key]: text })}
            />
            {about ? <small className="hint">{about}</small> : null}
          </div>
        ))}
        {kept ? null : (
          <Field label="Sync schedule">
            <select
              className="in"
              value={scheduleValue(form.scheduleMs)}
              onChange={event => onChange({ scheduleMs: scheduleOf(event.currentTarget.value) })}
            >
              {SCHEDULES.map(([ms, words]) => (
                <option key={words} value={scheduleValue(ms)}>
                  {words}
                </option>
              ))}
            </select>
          </Field>
        )}
        <details open={form.hosts !== '' || undefined}>
          <summary className="quiet">The system is on a private network or this computer</summary>
          <TextField
            label="Private host to allow"
            placeholder="crm.local:8443"
            value={form.hosts}
            onText={hosts => onChange({ hosts })}
          />
        </details>
        <div className="form-acts">
          <SendButton className="btn">{asking ? 'Testing …' : 'Test credentials'}</SendButton>
          {missing.length > 0 ? <span className="quiet">Missing: {missing.join(', ')}</span> : null}
        </div>
        {missing.length > 0 ? null : (
          <TestAnswer brief answer={answer} idle="Requests one record of each stream. Nothing is stored." />
        )}
      </Form>
    </section>
  )
}

function Setting({
  setting: { key, label, about, example, choices },
  value,
  onSet,
}: {
  setting: ManifestView['settings'][number]
  value: string
  onSet: (key: string, value: string) => void
}) {
  return (
    <div>
      <Field label={label}>
        {choices ? (
          <select className="in" name={label} value={value} onChange={event => onSet(key, event.currentTarget.value)}>
            {Object.entries(choices).map(([choice, words]) => (
              <option key={choice} value={choice}>
                {words}
              </option>
            ))}
          </select>
        ) : (
          <input
            className="in"
            name={label}
            value={value}
            placeholder={example ?? ''}
            onChange={event => onSet(key, event.currentTarget.value)}
          />
        )}
      </Field>
      {about ? <small className="hint">{about}</small> : null}
    </div>
  )
}

/** The streams of the system to sync, and the result of the test for each. */
export function SystemStreams({
  manifest,
  form,
  answer,
  onChange,
}: {
  manifest: ManifestView
  form: SystemForm
  answer: SourceTest | null
  onChange: (next: Partial<SystemForm>) => void
}) {
  const toggle = (name: string, on: boolean) =>
    onChange({ streams: manifest.streams.map(s => s.name).filter(n => (n === name ? on : form.streams.includes(n))) })
  return (
    <section className="card" aria-label="Streams">
      <h2>
        Streams{' '}
        <small>
          {form.streams.length} of {manifest.streams.length} selected
        </small>
      </h2>
      <ul className="stream-list">
        {manifest.streams.map(({ name, about, records }) => {
          const trouble = answer?.streams.find(stream => stream.name === name)?.problem
          return (
            <li key={name}>
              <label>
                <input
                  type="checkbox"
                  checked={form.streams.includes(name)}
                  onChange={event => toggle(name, event.currentTarget.checked)}
                />
                <span>
                  {name} <small className="quiet">becomes {records.join(', ')}</small>
                </span>
              </label>
              {about ? <small className="hint">{about}</small> : null}
              {trouble ? <small className="hint bad">{trouble}</small> : null}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
