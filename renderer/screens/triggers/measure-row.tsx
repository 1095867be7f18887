import { IconPlus, IconX } from '@tabler/icons-react'
import { Fragment, type ReactNode } from 'react'
import type { TriggerWords } from '../../../shared/trigger/backtest.ts'
import type { Measure } from '../../../shared/trigger/trigger.ts'
import { DurationBit, NumberBit, Pick, WordBit } from '../../parts/inputs.tsx'
import { MEASURE_TYPES, partsOf, turnMeasure } from './edit-condition.ts'

type Loose = Record<string, unknown>
type Scalar = string | number | boolean

const TYPE_WORDS: Record<string, string> = {
  count: 'the number',
  sum: 'the sum',
  max: 'the highest',
  last: 'the latest',
  since: 'time since',
  rate: 'the rate, against its own normal,',
  novel: 'how many new values',
  anomaly: 'how unusual, by season and trend,',
  ratio: 'the ratio',
  attribute: 'the attribute',
  until: 'time until',
  age: 'time since the date',
  objects: 'how many',
  stored: 'the longest time',
}
const LEAD: Record<string, string> = {
  over: 'over',
  ago: 'that ended',
  baseline: 'against the',
  minimum: 'with at least',
  every: 'in buckets of',
}
const TRAIL: Record<string, string> = { ago: 'ago', baseline: 'before', minimum: 'events' }
const STARTS: Record<string, unknown> = {
  over: '28d',
  ago: '7d',
  field: 'value',
  relative: { quantile: 0.95, minimum: 20 },
}
const OFFER: Record<string, string> = {
  over: 'window',
  ago: 'earlier window',
  field: 'adding up',
  relative: 'against the usual',
}

interface Props {
  measure: Measure
  words: TriggerWords | undefined
  onChange: (measure: Measure) => void
  /** Inside a ratio there is no other ratio. */
  inner?: boolean
}

/** A measure as a run of words and small fields. */
export function MeasureRow({ measure, words, onChange, inner }: Props) {
  const loose = measure as unknown as Loose
  const { type } = measure
  const types = inner ? MEASURE_TYPES.filter(one => one !== 'ratio') : MEASURE_TYPES
  const set = (name: string, value: unknown) => {
    const { [name]: _before, ...rest } = loose
    onChange((value === undefined ? rest : { ...loose, [name]: value }) as unknown as Measure)
  }
  const parts = partsOf(type)
  const absent = parts.filter(({ name, optional }) => optional && loose[name] === undefined)
  return (
    <>
      <Pick
        label="What is measured"
        value={type as string}
        options={types.map(one => [one, TYPE_WORDS[one] ?? one] as const)}
        onChange={next => onChange(turnMeasure(measure, next))}
      />
      {order(parts.map(({ name }) => name)).map(name =>
        loose[name] === undefined ? null : (
          <Fragment key={name}>
            <Part
              name={name}
              type={type}
              value={loose[name]}
              loose={loose}
              words={words}
              set={value => set(name, value)}
            />
            {parts.some(part => part.name === name && part.optional) ? (
              <Small label={`without ${OFFER[name] ?? name}`} onClick={() => set(name, undefined)}>
                <IconX size={11} />
              </Small>
            ) : null}
          </Fragment>
        ),
      )}
      {absent.map(({ name }) => (
        <button type="button" className="add-bit" key={name} onClick={() => set(name, STARTS[name])}>
          <IconPlus size={11} aria-hidden /> {OFFER[name] ?? name}
        </button>
      ))}
    </>
  )
}

/** “the sum of errors in feature used”: the field is read before the events. */
const order = (names: readonly string[]): string[] => [
  ...names.filter(name => name === 'field'),
  ...names.filter(name => name !== 'field'),
]

interface PartProps {
  name: string
  type: string
  value: unknown
  loose: Loose
  words: TriggerWords | undefined
  set: (value: unknown) => void
}

function Part({ name, type, value, loose, words, set }: PartProps) {
  if (name === 'events')
    return (
      <Filter
        of={type === 'since' ? '' : 'field' in loose ? 'in' : 'of'}
        filter={value as Loose}
        words={words}
        onChange={set}
      />
    )
  if (name === 'object')
    return <ObjectPart of={type === 'stored' ? 'that a' : ''} filter={value as Loose} words={words} onChange={set} />
  if (name === 'date') return <DatePart date={value as Loose} type={type} words={words} onChange={set} />
  if (name === 'relative') return <RelativePart value={value as Loose} onChange={set} />
  if (name === 'of' || name === 'to')
    return (
      <span className="nested">
        {name === 'of' ? 'of' : 'to'}
        <MeasureRow measure={value as Measure} words={words} onChange={set} inner />
      </span>
    )
  if (name === 'field') {
    const kind = (loose.events as Loose | undefined)?.kind
    const fields = words?.events.find(one => one.kind === kind)?.fields ?? []
    const fitting = type === 'novel' ? fields : fields.filter(({ numeric }) => numeric)
    return (
      <>
        <span>of</span>
        <WordBit label="Field" value={String(value)} options={fitting.map(field => field.name)} onChange={set} />
      </>
    )
  }
  if (name === 'name')
    return <WordBit label="Attribute" value={String(value)} options={words?.attributes ?? []} onChange={set} />
  return (
    <>
      <span>{LEAD[name] ?? name}</span>
      {name === 'minimum' ? (
        <NumberBit
          label="Least events of the baseline"
          value={Number(value)}
          whole
          least={1}
          width={48}
          onChange={set}
        />
      ) : (
        <DurationBit label={name === 'over' ? 'Window' : (LEAD[name] ?? name)} value={String(value)} onChange={set} />
      )}
      {TRAIL[name] ? <span>{TRAIL[name]}</span> : null}
    </>
  )
}

interface FilterProps {
  of: string
  filter: Loose
  words: TriggerWords | undefined
  onChange: (filter: Loose) => void
}

/** Which events: a kind, and what their properties must be. */
function Filter({ of, filter, words, onChange }: FilterProps) {
  const kind = String(filter.kind)
  const fields = (words?.events.find(one => one.kind === kind)?.fields ?? []).filter(({ name }) => name !== 'value')
  return (
    <>
      {of ? <span>{of}</span> : null}
      <WordBit
        label="Kind of event"
        value={kind}
        options={words?.events.map(one => one.kind) ?? []}
        onChange={next => onChange({ kind: next })}
      />
      <Where filter={filter} fields={fields} onChange={onChange} />
    </>
  )
}

type Field = TriggerWords['events'][number]['fields'][number]

const isBounds = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const wordsOf = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : isBounds(value) ? String(Object.values(value)[0] ?? '') : String(value)

/** Typed text as the value it means: a number, yes or no, several, or text. */
export function scalarOf(text: string): Scalar | Scalar[] {
  if (text.includes(',')) return text.split(',').map(part => scalarOf(part.trim()) as Scalar)
  if (text === 'true' || text === 'false') return text === 'true'
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}

function Where({
  filter,
  fields,
  onChange,
}: {
  filter: Loose
  fields: readonly Field[]
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
    const plain = scalarOf(wordsOf(where[name]))
    const number = typeof plain === 'number' ? plain : 1
    put({ ...where, [name]: op === 'is' ? plain : { [op]: number } })
  }
  const fresh = fields.find(({ name }) => !(name in where))
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
            <Pick
              label="How it compares"
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
            <Small
              label="remove this filter"
              onClick={() => put(Object.fromEntries(Object.entries(where).filter(([key]) => key !== name)))}
            >
              <IconX size={11} />
            </Small>
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

/** Which objects: a kind and the states that count. */
function ObjectPart({ of, filter, words, onChange }: FilterProps) {
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
          label="States, with commas between"
          value={states.join(', ') || 'any'}
          options={[]}
          onChange={text => set(text === 'any' ? [] : text.split(',').flatMap(one => one.trim() || []))}
        />
      ) : null}
      {states.length === 0 && known.length > 0 ? <span className="quiet">(any)</span> : null}
      {filter.where ? <Where filter={filter} fields={[]} onChange={onChange} /> : null}
    </>
  )
}

const DATES = ['renews_at', 'signed_up_at']

function DatePart({
  date,
  type,
  words,
  onChange,
}: {
  date: Loose
  type: string
  words: TriggerWords | undefined
  onChange: (date: Loose) => void
}) {
  const own = 'attribute' in date
  return (
    <>
      {type === 'until' ? (
        <Pick
          label="Whose date"
          value={own ? 'attribute' : 'object'}
          options={[
            ['attribute', 'the account’s'],
            ['object', 'the date of a'],
          ]}
          onChange={next =>
            onChange(next === 'attribute' ? { attribute: 'renews_at' } : { object: { kind: 'order' }, field: 'due_at' })
          }
        />
      ) : null}
      {own ? (
        <WordBit
          label="Date"
          value={String(date.attribute)}
          options={DATES}
          onChange={attribute => onChange({ attribute })}
        />
      ) : (
        <>
          <ObjectPart
            of=""
            filter={date.object as Loose}
            words={words}
            onChange={object => onChange({ ...date, object })}
          />
          <span>by</span>
          <WordBit
            label="Field"
            value={String(date.field)}
            options={['due_at']}
            onChange={field => onChange({ ...date, field })}
          />
        </>
      )}
    </>
  )
}

function RelativePart({ value, onChange }: { value: Loose; onChange: (value: Loose) => void }) {
  return (
    <>
      <span>as a share of the usual (quantile</span>
      <NumberBit
        label="Quantile"
        value={Number(value.quantile)}
        least={0}
        width={52}
        onChange={quantile => onChange({ ...value, quantile })}
      />
      <span>of at least</span>
      <NumberBit
        label="Least finished stays"
        value={Number(value.minimum)}
        least={1}
        whole
        width={48}
        onChange={minimum => onChange({ ...value, minimum })}
      />
      <span>stays)</span>
    </>
  )
}

/** A sign without words. */
export function Small({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className="small-sign" aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  )
}
