import { IconPlus, IconX } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { TriggerWords } from '../../../shared/trigger/backtest.ts'
import {
  editorOf,
  MEASURE_TYPES,
  type Measure,
  type PartName,
  partsOf,
} from '../../../shared/trigger/measures/measures.ts'
import { SelectBit } from '../../parts/inputs.tsx'
import { PLAIN_TYPES, turnMeasure } from './edit-condition.ts'
import { IconButton } from './icon-button.tsx'
import { PART_EDITORS } from './measure-parts.tsx'

type Loose = Record<string, unknown>

interface Props {
  measure: Measure
  words: TriggerWords | undefined
  onChange: (measure: Measure) => void
  /** A ratio cannot contain another ratio. */
  inner?: boolean
}

/** A measure as a run of words and small fields. */
export function MeasureRow({ measure, words, onChange, inner }: Props) {
  const loose = measure as unknown as Loose
  const { type } = measure
  const types = inner ? PLAIN_TYPES : MEASURE_TYPES
  const set = (name: PartName, value: unknown) => {
    const { [name]: _before, ...rest } = loose
    const next = value === undefined ? rest : { ...loose, [name]: value }
    // What the changed measure may not have goes: a currency with its amount.
    const kept = Object.entries(next).filter(([part]) => fits(part as PartName, next))
    onChange(Object.fromEntries(kept) as unknown as Measure)
  }
  const parts = fieldFirst(partsOf(type))
  const absent = parts.filter(({ name, optional }) => optional && loose[name] === undefined && fits(name, loose))
  const nested = (within: unknown, put: (measure: unknown) => void) => (
    <MeasureRow measure={within as Measure} words={words} onChange={put} inner />
  )
  return (
    <>
      <SelectBit
        label="Measure"
        value={type}
        options={types.map(one => [one, editorOf(one).title] as const)}
        onChange={next => onChange(turnMeasure(measure, next))}
      />
      {parts.map(({ name, optional }) => {
        if (loose[name] === undefined) return null
        const { edit: Part, offer } = PART_EDITORS[name]
        const put = (value: unknown) => set(name, value)
        return (
          <Fragment key={name}>
            <Part type={type} value={loose[name]} measure={loose} words={words} set={put} nested={nested} />
            {optional ? (
              <IconButton label={`Remove ${offer?.label ?? name}`} onClick={() => set(name, undefined)}>
                <IconX size={11} />
              </IconButton>
            ) : null}
          </Fragment>
        )
      })}
      {absent.map(({ name }) => {
        const { offer } = PART_EDITORS[name]
        return (
          <button type="button" className="add-bit" key={name} onClick={() => set(name, offer?.starts)}>
            <IconPlus size={11} aria-hidden /> {offer?.label ?? name}
          </button>
        )
      })}
    </>
  )
}

const fits = (name: PartName, measure: Loose): boolean => PART_EDITORS[name]?.offer?.fits?.(measure) ?? true

/** “the sum of errors in feature used”: the field comes before the events. */
const fieldFirst = <Part extends { name: PartName }>(parts: readonly Part[]): Part[] => [
  ...parts.filter(({ name }) => name === 'field'),
  ...parts.filter(({ name }) => name !== 'field'),
]
