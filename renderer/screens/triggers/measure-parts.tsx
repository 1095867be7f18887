import type { ReactNode } from 'react'
import type { TriggerWords } from '../../../shared/trigger/backtest.ts'
import { AMOUNT_ATTRIBUTE } from '../../../shared/trigger/measures/attribute.ts'
import { editorOf, type MeasureType, type PartName, takes } from '../../../shared/trigger/measures/measures.ts'
import { DurationBit, NumberBit, SelectBit, WordBit } from '../../parts/inputs.tsx'
import { CURRENCIES } from './amount-part.tsx'
import { eventFields } from './event-fields.ts'
import { EventsPart, ObjectPart } from './filter-parts.tsx'

type Loose = Record<string, unknown>

/** One part of a measure with its context. */
export interface PartProps {
  type: MeasureType
  value: unknown
  /** The whole measure. */
  measure: Loose
  words: TriggerWords | undefined
  set: (value: unknown) => void
  /** A measure within this one, as a row of its own. */
  nested: (measure: unknown, set: (measure: unknown) => void) => ReactNode
}

interface PartEditor {
  edit: (props: PartProps) => ReactNode
  /** For an optional part: the label of the button that adds it, its first value, and the measures that may have it. */
  offer?: { label: string; starts: unknown; fits?: (measure: Loose) => boolean }
}

const duration = (lead: string, label = lead, trail?: string) =>
  function DurationPart({ value, set }: PartProps) {
    return (
      <>
        <span>{lead}</span>
        <DurationBit label={label} value={String(value)} onChange={set} />
        {trail ? <span>{trail}</span> : null}
      </>
    )
  }

const inner = (lead: string) =>
  function InnerPart({ value, set, nested }: PartProps) {
    return (
      <span className="nested">
        {lead}
        {nested(value, set)}
      </span>
    )
  }

/** How each part of any measure is edited; the compiler names a part that has no editor. */
export const PART_EDITORS: Record<PartName, PartEditor> = {
  events: {
    edit: ({ type, value, measure, words, set }) => {
      const lead = editorOf(type).lead ?? (measure.field === undefined ? 'of' : 'in')
      return <EventsPart of={lead} filter={value as Loose} words={words} onChange={set} />
    },
  },
  object: {
    edit: ({ type, value, words, set }) => (
      <ObjectPart inMeasure of={editorOf(type).lead ?? ''} filter={value as Loose} words={words} onChange={set} />
    ),
  },
  date: {
    edit: ({ type, value, words, set }) => (
      <DatePart date={value as Loose} objects={takes(type, 'date', OF_AN_ORDER)} words={words} onChange={set} />
    ),
  },
  field: {
    edit: ({ type, value, measure, words, set }) => {
      const fields = eventFields(words, String((measure.events as Loose | undefined)?.kind))
      const fitting = editorOf(type).anyField ? fields : fields.filter(({ numeric }) => numeric)
      return (
        <>
          <span>of</span>
          <WordBit label="Field" value={String(value)} options={fitting.map(field => field.name)} onChange={set} />
          {words?.minor.includes(String(value)) ? <span className="wait">in minor units: 500 is 5.00</span> : null}
        </>
      )
    },
    offer: { label: 'sum of a field', starts: 'value' },
  },
  name: {
    edit: ({ value, words, set }) => (
      <>
        <WordBit label="Attribute" value={String(value)} options={words?.attributes ?? []} onChange={set} />
        {words?.minor.includes(String(value).replace(/^properties\./, '')) ? (
          <span className="wait">in minor units: 500 is 5.00</span>
        ) : null}
      </>
    ),
  },
  currency: {
    edit: ({ value, set }) => (
      <>
        <span>in minor units of</span>
        <WordBit label="Currency" value={String(value)} options={CURRENCIES} onChange={set} />
      </>
    ),
    offer: { label: 'currency', starts: 'EUR', fits: ({ name }) => name === AMOUNT_ATTRIBUTE },
  },
  minimum: {
    edit: ({ value, set }) => (
      <>
        <span>with at least</span>
        <NumberBit
          label="Minimum events in the baseline"
          value={Number(value)}
          whole
          least={1}
          width={48}
          onChange={set}
        />
        <span>events</span>
      </>
    ),
  },
  relative: {
    edit: ({ value, set }) => <RelativePart value={value as Loose} onChange={set} />,
    offer: { label: 'compared with usual', starts: { quantile: 0.95, minimum: 20 } },
  },
  over: { edit: duration('over', 'Window'), offer: { label: 'window', starts: '28d' } },
  ago: { edit: duration('that ended', 'Window ended', 'ago'), offer: { label: 'earlier window', starts: '7d' } },
  baseline: { edit: duration('compared with the', 'Baseline', 'before') },
  every: { edit: duration('in buckets of', 'Bucket') },
  of: { edit: inner('of') },
  to: { edit: inner('to') },
}

const DATES = ['renews_at', 'signed_up_at']
const OF_AN_ORDER = { object: { kind: 'order' }, field: 'due_at' }

function DatePart({
  date,
  objects,
  words,
  onChange,
}: {
  date: Loose
  /** The date may belong to an object. */
  objects: boolean
  words: TriggerWords | undefined
  onChange: (date: Loose) => void
}) {
  const own = 'attribute' in date
  return (
    <>
      {objects ? (
        <SelectBit
          label="Whose date"
          value={own ? 'attribute' : 'object'}
          options={[
            ['attribute', 'the account’s'],
            ['object', 'the date of an object:'],
          ]}
          onChange={next => onChange(next === 'attribute' ? { attribute: 'renews_at' } : OF_AN_ORDER)}
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
      <span>as a share of usual (quantile</span>
      <NumberBit
        label="Quantile"
        value={Number(value.quantile)}
        least={0}
        width={52}
        onChange={quantile => onChange({ ...value, quantile })}
      />
      <span>of at least</span>
      <NumberBit
        label="Minimum finished stays"
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
