import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { OutreachStep } from '../../../shared/intervention/playbook.ts'
import { useApi } from '../../api/client.tsx'
import { SelectBit, WordBit } from '../../parts/inputs.tsx'
import { usePlaybook } from './editing-context.ts'
import { Template, TemplateArea } from './template.tsx'
import { fieldWords } from './words.ts'

const TOPICS = ['service', 'billing', 'security', 'product', 'onboarding']

interface Props {
  step: OutreachStep
  onChange: (step: OutreachStep) => void
}

/** A message: its channel and topic, its text, and the fallbacks for missing fields. */
export function OutreachBody({ step, onChange }: Props) {
  const channels = useQuery(useApi().channel.list.queryOptions())
  const known = (channels.data?.channels ?? []).filter(({ problem }) => problem === null)
  const chosen = known.find(({ id }) => id === step.channel)
  const options = known.map(({ id, name }) => [id, name] as const)
  return (
    <>
      <div className="line-words">
        <span>Send by</span>
        <SelectBit
          label="Channel"
          value={step.channel}
          options={chosen ? options : [...options, [step.channel, step.channel]]}
          onChange={channel => onChange({ ...step, channel })}
        />
        <span>to contacts who agreed to</span>
        <WordBit label="Topic" value={step.topic} options={TOPICS} onChange={topic => onChange({ ...step, topic })} />
        <span>messages</span>
        {chosen && !chosen.ready ? <span className="tag wait">{chosen.name} is not set up</span> : null}
      </div>
      <Template label="Subject" value={step.subject} onChange={subject => onChange({ ...step, subject })} />
      <TemplateArea label="Text" rows={7} value={step.body} onChange={body => onChange({ ...step, body })} />
      <Fallbacks step={step} onChange={onChange} />
    </>
  )
}

/** The fallbacks for missing fields. Without one, the message is blocked rather than sent with a gap. */
function Fallbacks({ step, onChange }: Props) {
  const { playbook } = usePlaybook()
  const fields = useQuery(useApi().playbook.fields.queryOptions({ input: { id: playbook.id } }))
  const fallbacks = step.fallbacks ?? {}
  const free = (fields.data?.message ?? []).filter(name => !Object.hasOwn(fallbacks, name))
  const put = (next: Record<string, string>) => {
    const { fallbacks: _before, ...rest } = step
    onChange(Object.keys(next).length > 0 ? { ...rest, fallbacks: next } : rest)
  }
  const without = (name: string) => put(Object.fromEntries(Object.entries(fallbacks).filter(([one]) => one !== name)))
  return (
    <div className="fallbacks">
      {Object.entries(fallbacks).map(([name, value]) => (
        <span className="line-words" key={name}>
          <span>If {fieldWords(name)} is missing, write</span>
          <WordBit
            label={`Fallback for ${name}`}
            value={value}
            options={[]}
            onChange={text => put({ ...fallbacks, [name]: text })}
          />
          <button
            type="button"
            className="small-sign"
            aria-label={`Remove the fallback for ${name}`}
            onClick={() => without(name)}
          >
            <IconX size={12} />
          </button>
        </span>
      ))}
      <select
        className="insert"
        aria-label="Add a fallback for a missing field"
        value=""
        onChange={event => put({ ...fallbacks, [event.currentTarget.value]: 'there' })}
      >
        <option value="">+ fallback for a missing field</option>
        {free.map(name => (
          <option key={name} value={name}>
            {fieldWords(name)}
          </option>
        ))}
      </select>
    </div>
  )
}
