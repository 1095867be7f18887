import { IconX } from '@tabler/icons-react'
import type { TriggerWords } from '../../../shared/trigger/backtest.ts'
import { parseDuration } from '../../../shared/trigger/duration.ts'
import { unitOf } from '../../../shared/trigger/measures/measures.ts'
import type { Comparison, Condition } from '../../../shared/trigger/trigger.ts'
import { DurationBit, NumberBit, SelectBit, WordBit } from '../../parts/inputs.tsx'
import {
  addBeside,
  addInto,
  type ConditionPath,
  removeAt,
  replaceAt,
  toggleNot,
  turnGroup,
} from '../../state/condition-tree.ts'
import { newComparison, withMeasure } from './edit-condition.ts'
import { scalarOf } from './filter-parts.tsx'
import { IconButton } from './icon-button.tsx'
import { MeasureRow } from './measure-row.tsx'

interface Props {
  condition: Condition
  words: TriggerWords | undefined
  onChange: (condition: Condition) => void
  /** The word at the beginning of the first line. */
  lead: string
}

/** A condition as editable sentences: lines, joined by “and” or “or”, in groups. */
export function ConditionBuilder(props: Props) {
  return <Node {...props} part={props.condition} path={[]} lead={props.lead} />
}

interface NodeProps extends Props {
  part: Condition
  path: ConditionPath
}

function Node(props: NodeProps) {
  const { part, path, condition, onChange } = props
  if ('measure' in part) return <Line {...props} part={part} />
  if ('not' in part) {
    const negated = part.not
    if ('measure' in negated) return <Line {...props} part={negated} path={[...path, 'not']} negated />
    return (
      <fieldset className="group">
        <legend>
          <button type="button" className="glue" onClick={() => onChange(toggleNot(condition, path))}>
            not
          </button>
        </legend>
        <Node {...props} part={negated} path={[...path, 'not']} lead="" />
      </fieldset>
    )
  }
  const [kind, parts] = 'all' in part ? (['all', part.all] as const) : (['any', part.any] as const)
  const glue = kind === 'all' ? 'and' : 'or'
  const list = (
    <>
      {parts.map((one, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a condition have no name other than their place
        <div className="node" key={n}>
          {n > 0 ? (
            <button
              type="button"
              className="glue"
              title={kind === 'all' ? 'All must hold. Change to any.' : 'Any may hold. Change to all.'}
              onClick={() => onChange(turnGroup(condition, path))}
            >
              {glue}
            </button>
          ) : null}
          <Node {...props} part={one} path={[...path, kind, n]} lead={n === 0 ? props.lead : ''} />
        </div>
      ))}
      <button type="button" className="add-bit" onClick={() => onChange(addInto(condition, path, newComparison()))}>
        + {glue} …
      </button>
    </>
  )
  return path.length === 0 ? <div className="root-group">{list}</div> : <fieldset className="group">{list}</fieldset>
}

const OPS = [
  ['>=', 'at least'],
  ['>', 'more than'],
  ['<=', 'at most'],
  ['<', 'less than'],
  ['=', 'exactly'],
] as const
const TEXT_OPS = [
  ['=', 'exactly'],
  ['in', 'one of'],
] as const

function Line({
  part,
  path,
  condition,
  words,
  onChange,
  lead,
  negated = false,
}: NodeProps & { part: Comparison; negated?: boolean }) {
  const set = (next: Comparison) => onChange(replaceAt(condition, path, next))
  const outer = negated ? path.slice(0, -1) : path
  return (
    <div className="line">
      <div className="line-words">
        {lead ? <span className="lead">{lead}</span> : null}
        {negated ? <span className="tag wait">not:</span> : null}
        <MeasureRow measure={part.measure} words={words} onChange={measure => set(withMeasure(part, measure))} />
        <span>is</span>
        <Threshold comparison={part} onChange={set} />
      </div>
      <div className="line-acts">
        <button
          type="button"
          className="add-bit"
          onClick={() => onChange(addBeside(condition, outer, 'all', newComparison()))}
        >
          + and
        </button>
        <button
          type="button"
          className="add-bit"
          onClick={() => onChange(addBeside(condition, outer, 'any', newComparison()))}
        >
          + or
        </button>
        <button
          type="button"
          className="add-bit"
          aria-pressed={negated}
          onClick={() => onChange(toggleNot(condition, path))}
        >
          {negated ? 'remove not' : 'not'}
        </button>
        {outer.length > 0 ? (
          <IconButton label="Remove this line" onClick={() => onChange(removeAt(condition, outer))}>
            <IconX size={13} />
          </IconButton>
        ) : null}
      </div>
    </div>
  )
}

/** Operator and threshold in the unit of the measure, with a slider for numbers. */
function Threshold({ comparison, onChange }: { comparison: Comparison; onChange: (next: Comparison) => void }) {
  const unit = unitOf(comparison.measure)
  const op = comparison.op as string
  const threshold: unknown = comparison.threshold
  const put = (next: unknown) => onChange({ ...comparison, threshold: next } as Comparison)
  const turn = (next: string) => {
    const list = Array.isArray(threshold)
    const fitted = next === 'in' ? (list ? threshold : [threshold]) : list ? threshold[0] : threshold
    onChange({ ...comparison, op: next, threshold: fitted } as Comparison)
  }
  const numeric = typeof threshold === 'number'
  const ops: readonly (readonly [string, string])[] =
    unit === 'text' ? (numeric ? [...OPS, TEXT_OPS[1]] : TEXT_OPS) : OPS
  return (
    <>
      <SelectBit label="Comparison" value={op} options={ops} onChange={turn} />
      {unit === 'text' ? (
        <WordBit
          label="Value"
          value={Array.isArray(threshold) ? threshold.join(', ') : String(threshold)}
          options={[]}
          width={120}
          onChange={text => {
            const value = scalarOf(text)
            put(op === 'in' && !Array.isArray(value) ? [value] : op !== 'in' && Array.isArray(value) ? text : value)
          }}
        />
      ) : unit === 'duration' ? (
        typeof threshold === 'string' ? (
          <DurationBit label="Threshold" value={threshold} onChange={put} />
        ) : (
          <NumberBit label="Threshold in milliseconds" value={Number(threshold)} width={110} onChange={put} />
        )
      ) : unit === 'share' ? (
        <>
          <NumberBit
            label="Threshold"
            value={round(Number(threshold) * 100)}
            least={0}
            onChange={n => put(round(n / 100))}
          />
          <span>%</span>
        </>
      ) : (
        <NumberBit label="Threshold" value={Number(threshold)} onChange={put} />
      )}
      {unit !== 'text' ? <Slider unit={unit} threshold={threshold} onChange={put} /> : null}
    </>
  )
}

const round = (value: number) => Number(value.toPrecision(8))

function Slider({
  unit,
  threshold,
  onChange,
}: {
  unit: string
  threshold: unknown
  onChange: (value: unknown) => void
}) {
  const days = typeof threshold === 'string' ? (parseDuration(threshold) ?? 0) / 86_400_000 : null
  const value = days ?? Number(threshold)
  const top = topOf(value, unit)
  const step =
    unit === 'share'
      ? 0.05
      : days !== null && days < 2
        ? 0.25
        : top > 200
          ? Math.round(top / 100)
          : Number.isInteger(value)
            ? 1
            : 0.1
  return (
    <input
      type="range"
      className="slide"
      aria-label="Move the threshold"
      min={0}
      max={top}
      step={step}
      value={value}
      onChange={event => {
        const moved = round(Number(event.currentTarget.value))
        onChange(days === null ? moved : Number.isInteger(moved) ? `${moved}d` : `${Math.round(moved * 24)}h`)
      }}
    />
  )
}

/** The end of a slider: a round number well above the value, so that the scale stays put while the slider is moved. */
function topOf(value: number, unit: string): number {
  if (unit === 'share') return value > 2 ? 20 : 2
  return [10, 30, 100, 300, 1_000, 3_000, 10_000].find(top => value * 1.5 <= top) ?? value * 2
}
