import { Switch } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TriggerView } from '../../../shared/model.ts'
import type { Playbook } from '../../../shared/playbook.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count, percent, plural } from '../../parts/number.ts'
import { Shape } from '../../parts/shape.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { toast } from '../../parts/toast.tsx'
import { CATEGORY_WORDS } from '../../parts/words.ts'
import { useKeys } from '../../state/keys.tsx'
import { conditionWords } from './condition-words.ts'
import './triggers.css'

function Details({ view, playbook }: { view: TriggerView; playbook: Playbook | undefined }) {
  const { definition } = view
  return (
    <div className="trigger-more">
      <dl className="defs">
        <div>
          <dt>Fires when</dt>
          <dd>{conditionWords(definition.when)}</dd>
        </div>
        <div>
          <dt>Says</dt>
          <dd>{definition.sentence}</dd>
        </div>
        <div>
          <dt>Playbook</dt>
          <dd>{playbook?.name ?? definition.playbook}</dd>
        </div>
        <div>
          <dt>Aim</dt>
          <dd>
            {conditionWords(definition.success)}, within {definition.window}
          </dd>
        </div>
        <div>
          <dt>Assumed</dt>
          <dd>
            {percent(definition.prior.risk)} of firings end in a ticket or in leaving · {definition.minutes} min of work
            · quiet for {definition.cooldown} after a firing
          </dd>
        </div>
      </dl>
      <details>
        <summary>Definition, version {view.version}</summary>
        <pre>{JSON.stringify(definition, null, 2)}</pre>
      </details>
    </div>
  )
}

function TriggerRow({ view, playbook }: { view: TriggerView; playbook: Playbook | undefined }) {
  const [open, setOpen] = useState(false)
  const { definition, enabled } = view
  const toggle = useMutation(
    useApi().trigger.setEnabled.mutationOptions({
      onSuccess: (_, input) => toast(`${definition.title}: switched ${input.enabled ? 'on' : 'off'}`),
    }),
  )
  return (
    <li className={enabled ? '' : 'off'}>
      <div className="trigger">
        <button type="button" className="trigger-name" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Shape category={definition.category} />
          <span>
            <b>{definition.title}</b>
            <small>
              {CATEGORY_WORDS[definition.category]} · {conditionWords(definition.when)}
            </small>
          </span>
        </button>
        <span className="num">
          {count(view.firings)} <small className="quiet">fired</small>
        </span>
        <span className="num">
          {count(view.open)} <small className="quiet">open</small>
        </span>
        <Switch
          size="sm"
          checked={enabled}
          disabled={toggle.isPending}
          aria-label={`${definition.title} is ${enabled ? 'on' : 'off'}`}
          onChange={event => toggle.mutate({ id: definition.id, enabled: event.currentTarget.checked })}
        />
      </div>
      {open ? <Details view={view} playbook={playbook} /> : null}
    </li>
  )
}

function PlaybookRow({ playbook }: { playbook: Playbook }) {
  const [open, setOpen] = useState(false)
  return (
    <li>
      <div className="trigger">
        <button type="button" className="trigger-name" aria-expanded={open} onClick={() => setOpen(!open)}>
          <span className="shapes">
            {playbook.categories.map(category => (
              <Shape key={category} category={category} />
            ))}
          </span>
          <span>
            <b>{playbook.name}</b>
            <small>{playbook.summary}</small>
          </span>
        </button>
        <span className="num wide">
          {percent(playbook.treatability)} <small className="quiet">of the risk, assumed</small>
        </span>
      </div>
      {open
        ? playbook.steps.map(step => (
            <div className="trigger-more" key={step.subject}>
              <p className="quiet">E-mail · topic {step.topic}</p>
              <b>{step.subject}</b>
              <pre className="letter">{step.body}</pre>
            </div>
          ))
        : null}
    </li>
  )
}

/** The conditions that are watched, and what is done when one comes true. */
export function TriggersScreen() {
  const api = useApi()
  const triggers = useQuery(api.trigger.list.queryOptions())
  const playbooks = useQuery(api.playbook.list.queryOptions())
  const evaluate = useMutation(
    api.signal.evaluate.mutationOptions({
      onSuccess: r =>
        toast(`${plural(r.accounts, 'account')} looked at · ${count(r.fired)} fired · ${count(r.cleared)} cleared`),
    }),
  )
  const run = () => evaluate.mutate({ everything: true })
  useKeys([{ keys: 'r', label: 'evaluate every account now', group: 'Triggers', run }])
  const on = triggers.data?.filter(view => view.enabled).length ?? 0
  return (
    <div className="page">
      <div className="inner stack">
        <div className="page-top">
          <div>
            <h1>{triggers.data ? `${on} of ${plural(triggers.data.length, 'trigger')} on` : 'Triggers'}</h1>
            <p>A trigger is a condition over an account’s history. When it comes true, an issue enters the queue.</p>
          </div>
          <div className="right">
            <button type="button" className="btn" disabled={evaluate.isPending} onClick={run}>
              {evaluate.isPending ? 'Evaluating …' : 'Evaluate now'} <kbd>r</kbd>
            </button>
          </div>
        </div>
        {triggers.error ? <ErrorNote failure={failureOf(triggers.error)} /> : null}
        <section className="card" aria-label="Triggers">
          {triggers.isPending ? <BarRows rows={5} height={52} /> : null}
          {triggers.data?.length === 0 ? <Empty title="No trigger">Triggers come with the workspace.</Empty> : null}
          <ul className="triggers">
            {triggers.data?.map(view => (
              <TriggerRow
                key={view.definition.id}
                view={view}
                playbook={playbooks.data?.find(p => p.id === view.definition.playbook)}
              />
            ))}
          </ul>
        </section>
        <section className="card" aria-label="Playbooks">
          <h2>
            Playbooks <small>what is done about an issue</small>
          </h2>
          {playbooks.error ? <ErrorNote failure={failureOf(playbooks.error)} /> : null}
          {playbooks.isPending ? <BarRows rows={3} height={52} /> : null}
          <ul className="triggers">
            {playbooks.data?.map(playbook => (
              <PlaybookRow key={playbook.id} playbook={playbook} />
            ))}
          </ul>
        </section>
      </div>
    </div>
  )
}
