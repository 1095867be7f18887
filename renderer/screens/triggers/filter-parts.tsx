import { IconPlus, IconX } from '@tabler/icons-react'
import { own } from '../../../shared/foreign/own.ts'
import type { TriggerWords } from '../../../shared/trigger/backtest.ts'
import { SelectBit, WordBit } from '../../parts/inputs.tsx'
import { AmountPart } from './amount-part.tsx'
import { type EventField, eventFields, eventKinds } from './event-fields.ts'
import { IconButton } from './icon-button.tsx'
import { RelatedPart } from './related-part.tsx'

type Loose = Record<string, unknown>
type Scalar = string | number | boolean

export interface FilterProps {
  of: string
  filter: Loose
  words: TriggerWords | undefined
  onChange: (filter: Loose) => void
}

/** The events of a measure: a kind and tests of their properties. */
export function EventsPart({ of, filter, words, onChange }: FilterProps) {
  const kind = String(filter.kind)
  const fields = eventFields(words, kind).filter(({ name }) => name !== 'value')
  return (
    <>
      {of ? <span>{of}</span> : null}
      <WordBit
        label="Kind of event"
        value={kind}
        options={eventKinds(words)}
        onChange={next => onChange({ kind: next })}
      />
      <RelatedPart filter={filter} onChange={onChange} />
      <Where filter={filter} fields={fields} minor={words?.minor ?? []} onChange={onChange} />
    </>
  )
}

const isBounds = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const wordsOf = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : isBounds(value) ? String(Object.values(value)[0] ?? '') : String(value)

/** Typed text as a number, true or false, a list, or text. */
export function scalarOf(text: string): Scalar | Scalar[] {
  if (text.includes(',')) return text.split(',').map(part => scalarOf(part.trim()) as Scalar)
  if (text === 'true' || text === 'false') return text === 'true'
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}

function Where({
  filter,
  fields,
  minor,
  onChange,
}: {
  filter: Loose
  fields: readonly EventField[]
  /** Properties whose numbers are cents. */
  minor: readonly string[]
  onChange: (filter: Loose) => void
}) {
  const where = (filter.where ?? {}) as Loose
  const put = (next: Loose) => {
    const { where: _before, ...rest } = filter
    onChange(Object.keys(next).length > 0 ? { ...rest, where: next } : rest)
  }
  const rename = (from: string, to: string) =>
    put(Object.fromEntries(Object.entries(where).map(([name, value]) => [name === from ? to : name, value])))
  const turn = (name: string, op: string) => {
    const plain = scalarOf(wordsOf(own(where, name)))
    const number = typeof plain === 'number' ? plain : 1
    put({ ...where, [name]: op === 'is' ? plain : { [op]: number } })
  }
  const fresh = fields.find(({ name }) => !Object.hasOwn(where, name))
  return (
    <>
      {Object.entries(where).map(([name, value]) => {
        const op = isBounds(value) ? (Object.keys(value)[0] ?? 'gte') : 'is'
        return (
          <span className="where" key={name}>
            where
            <WordBit
              label="Property"
              value={name}
              options={fields.map(field => field.name)}
              onChange={to => rename(name, to)}
            />
            <SelectBit
              label="Comparison"
              value={op}
              options={[
                ['is', 'is'],
                ['gte', 'at least'],
                ['lte', 'at most'],
              ]}
              onChange={next => turn(name, next)}
            />
            <WordBit
              label="Value"
              value={wordsOf(value)}
              options={fields.find(field => field.name === name)?.values ?? []}
              onChange={text => put({ ...where, [name]: op === 'is' ? scalarOf(text) : { [op]: Number(text) || 0 } })}
            />
            {minor.includes(name) ? <span className="wait">in minor units: 500 is 5.00</span> : null}
            <IconButton
              label="Remove this filter"
              onClick={() => put(Object.fromEntries(Object.entries(where).filter(([key]) => key !== name)))}
            >
              <IconX size={11} />
            </IconButton>
          </span>
        )
      })}
      {fresh || fields.length === 0 ? (
        <button
          type="button"
          className="add-bit"
          onClick={() =>
            put({ ...where, [fresh?.name ?? 'property']: fresh?.values[0] ?? (fresh?.numeric ? 1 : 'value') })
          }
        >
          <IconPlus size={11} aria-hidden /> where
        </button>
      ) : null}
    </>
  )
}

/** The objects of a measure: a kind and the states that count. */
export function ObjectPart({ of, filter, words, onChange, inMeasure = false }: FilterProps & { inMeasure?: boolean }) {
  const kind = String(filter.kind)
  const states = (filter.states ?? []) as string[]
  const known = words?.objects.find(one => one.kind === kind)?.states ?? []
  const set = (next: string[]) => {
    const { states: _before, ...rest } = filter
    onChange(next.length > 0 ? { ...rest, states: next } : rest)
  }
  return (
    <>
      {of ? <span>{of}</span> : null}
      <WordBit
        label="Kind of object"
        value={kind}
        options={words?.objects.map(one => one.kind) ?? []}
        onChange={next => onChange({ kind: next })}
      />
      {inMeasure ? <RelatedPart filter={filter} onChange={onChange} /> : null}
      <span>in state</span>
      {known.map(state => (
        <button
          type="button"
          key={state}
          className={states.includes(state) ? 'chip on' : 'chip'}
          aria-pressed={states.includes(state)}
          onClick={() => set(states.includes(state) ? states.filter(one => one !== state) : [...states, state])}
        >
          {state.replaceAll('_', ' ')}
        </button>
      ))}
      {states.some(state => !known.includes(state)) || known.length === 0 ? (
        <WordBit
          label="States, separated by commas"
          value={states.join(', ') || 'any'}
          options={[]}
          onChange={text => set(text === 'any' ? [] : text.split(',').flatMap(one => one.trim() || []))}
        />
      ) : null}
      {states.length === 0 && known.length > 0 ? <span className="quiet">(any)</span> : null}
      <AmountPart filter={filter} onChange={onChange} />
      {filter.where ? <Where filter={filter} fields={[]} minor={words?.minor ?? []} onChange={onChange} /> : null}
    </>
  )
}
