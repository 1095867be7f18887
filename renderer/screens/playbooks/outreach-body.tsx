import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { DEFAULT_LANGUAGE, languageName, languagesOf, textsIn } from '../../../shared/intervention/language.ts'
import type { Texts } from '../../../shared/intervention/language-schemas.ts'
import type { OutreachStep } from '../../../shared/intervention/playbook.ts'
import { useApi } from '../../api/client.tsx'
import { SelectBit, WordBit } from '../../parts/inputs.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { usePlaybook } from './editing-context.ts'
import { copied, languagesLeft, withoutTexts, withTexts } from './languages.ts'
import { Template, TemplateArea } from './template.tsx'
import { fieldWords } from './words.ts'

const TOPICS = ['service', 'billing', 'security', 'product', 'onboarding']

interface Props {
  step: OutreachStep
  onChange: (step: OutreachStep) => void
}

/** A message: its channel and topic, its text in each language, and the fallbacks for missing fields. */
export function OutreachBody({ step, onChange }: Props) {
  const channels = useQuery(useApi().channel.list.queryOptions())
  const known = (channels.data?.channels ?? []).filter(({ problem }) => problem === null)
  const chosen = known.find(({ id }) => id === step.channel)
  const options = known.map(({ id, name }) => [id, name] as const)
  const [open, setOpen] = useState(step.language ?? DEFAULT_LANGUAGE)
  // The one in view may have been removed by an undo.
  const language = languagesOf(step).includes(open) ? open : (step.language ?? DEFAULT_LANGUAGE)
  const texts = textsIn(step, language)
  const put = (change: Partial<Texts>) => onChange(withTexts(step, language, { ...textsOnly(texts), ...change }))
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
      <Languages step={step} language={language} onOpen={setOpen} onChange={onChange} />
      <Template label="Subject" value={texts.subject} onChange={subject => put({ subject })} />
      <TemplateArea label="Text" rows={7} value={texts.body} onChange={body => put({ body })} />
      <Fallbacks
        texts={texts}
        onChange={next => {
          const { fallbacks: _before, ...rest } = textsOnly(texts)
          onChange(withTexts(step, language, next ? { ...rest, fallbacks: next } : rest))
        }}
      />
    </>
  )
}

/** The words alone: the message in its own language has a channel and a topic beside them. */
const textsOnly = ({ subject, body, fallbacks }: Texts): Texts => ({
  subject,
  body,
  ...(fallbacks ? { fallbacks } : {}),
})

interface LanguagesProps extends Props {
  language: string
  onOpen: (language: string) => void
}

/** The languages of a message; the first one goes to contacts who read none of the others. */
function Languages({ step, language, onOpen, onChange }: LanguagesProps) {
  const [own, ...others] = languagesOf(step)
  const add = (added: string) => {
    onChange(copied(step, added))
    onOpen(added)
  }
  return (
    <div className="line-words">
      <Tabs
        label="Languages of this message"
        className="tabs languages"
        tabs={languagesOf(step).map(name => ({ name, label: languageName(name) }))}
        chosen={language}
        onChoose={onOpen}
      />
      <select
        className="insert"
        aria-label="Add a language"
        value=""
        onChange={event => add(event.currentTarget.value)}
      >
        <option value="">+ language</option>
        {languagesLeft(step).map(one => (
          <option key={one} value={one}>
            {languageName(one)}
          </option>
        ))}
      </select>
      {language === own ? (
        <span className="quiet">{others.length > 0 ? 'also for contacts who read none of the others' : ''}</span>
      ) : (
        <button type="button" className="add-bit" onClick={() => onChange(withoutTexts(step, language))}>
          remove {languageName(language)}
        </button>
      )}
    </div>
  )
}

interface FallbacksProps {
  texts: Texts
  /** Without fallbacks where there are none left. */
  onChange: (fallbacks: Record<string, string> | undefined) => void
}

/** The fallbacks for missing fields. Without one, the message is blocked rather than sent with a gap. */
function Fallbacks({ texts, onChange }: FallbacksProps) {
  const { playbook } = usePlaybook()
  const fields = useQuery(useApi().playbook.fields.queryOptions({ input: { id: playbook.id } }))
  const fallbacks = texts.fallbacks ?? {}
  const free = (fields.data?.message ?? []).filter(name => !Object.hasOwn(fallbacks, name))
  const put = (next: Record<string, string>) => onChange(Object.keys(next).length > 0 ? next : undefined)
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
