import { useState } from 'react'
import {
  TICKET_CATEGORIES,
  type TicketCategory,
  type TopicProposal,
  type TopicRules,
} from '../../../shared/predict/ticket-topics.ts'
import { Field } from '../../parts/field.tsx'
import { Form, SendButton, STILL_SAVING } from '../../parts/form.tsx'
import { count, percent, plural } from '../../parts/number.ts'
import { TICKET_CATEGORY_WORDS } from '../../parts/words.ts'

const LEVELS = [0.6, 0.7, 0.8, 0.9, 0.95]

/** The categories that were chosen, and for other tags what their words suggest. */
const startOf = (rules: TopicRules | null, proposal: TopicProposal | undefined): TopicRules['categories'] => ({
  ...Object.fromEntries(
    proposal?.values.flatMap(({ value, category }) => (category === null ? [] : [[value, category]])) ?? [],
  ),
  ...(rules?.property === proposal?.property ? rules?.categories : {}),
})

/** Which property of tickets holds tags, which tag is of which category, and how sure a text must be. */
export function TopicRulesForm({
  rules,
  proposals,
  disabled,
  onSave,
}: {
  rules: TopicRules | null
  proposals: readonly TopicProposal[]
  disabled: boolean
  onSave: (rules: TopicRules | null) => void
}) {
  const [property, setProperty] = useState(rules?.property ?? proposals[0]?.property ?? '')
  const [level, setLevel] = useState(rules?.level ?? 0.8)
  const proposal = proposals.find(one => one.property === property)
  const [categories, setCategories] = useState(() => startOf(rules, proposal))
  if (proposals.length === 0)
    return <p className="quiet">No property of your tickets holds the same few values again and again.</p>
  const choose = (value: string, category: TicketCategory | null) => {
    const { [value]: _, ...others } = categories
    setCategories(category === null ? others : { ...others, [value]: category })
  }
  return (
    <Form className="form" lack={disabled ? STILL_SAVING : null} onSend={() => onSave({ property, level, categories })}>
      <div className="row-2">
        <Field label="Property with the tag">
          <select
            className="in"
            value={property}
            onChange={event => {
              const next = event.currentTarget.value
              setProperty(next)
              setCategories(
                startOf(
                  rules,
                  proposals.find(one => one.property === next),
                ),
              )
            }}
          >
            {proposals.map(one => (
              <option key={one.property} value={one.property}>
                {one.property} ({plural(one.tickets, 'ticket')})
              </option>
            ))}
          </select>
        </Field>
        <Field label="A text counts from a sureness of">
          <select className="in" value={level} onChange={event => setLevel(Number(event.currentTarget.value))}>
            {[...new Set([...LEVELS, level])].sort().map(one => (
              <option key={one} value={one}>
                {percent(one)}
              </option>
            ))}
          </select>
        </Field>
      </div>
      <ul className="topic-tags">
        {proposal?.values.map(({ value, tickets }) => (
          <li key={value}>
            <label>
              <span>
                <bdi>{value}</bdi> <span className="quiet">{count(tickets)}</span>
              </span>
              <select
                className="in"
                value={categories[value] ?? ''}
                onChange={event =>
                  choose(value, TICKET_CATEGORIES.find(one => one === event.currentTarget.value) ?? null)
                }
              >
                <option value="">may be anything</option>
                {TICKET_CATEGORIES.map(category => (
                  <option key={category} value={category}>
                    {TICKET_CATEGORY_WORDS[category]}
                  </option>
                ))}
              </select>
            </label>
          </li>
        ))}
      </ul>
      <div className="acts">
        <SendButton>Save</SendButton>
        {rules ? (
          <button type="button" className="btn plain" disabled={disabled} onClick={() => onSave(null)}>
            Stop telling topics
          </button>
        ) : null}
      </div>
    </Form>
  )
}
