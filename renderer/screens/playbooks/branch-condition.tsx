import { IconX } from '@tabler/icons-react'
import { HAPPENINGS, type Happening, type RunCondition } from '../../../shared/intervention/playbook.ts'
import { conditionWords } from '../../../shared/intervention/playbook-words.ts'
import { inPlace } from '../../parts/in-place.tsx'
import { SelectBit } from '../../parts/inputs.tsx'
import {
  addBeside,
  addInto,
  type ConditionPath,
  removeAt,
  replaceAt,
  toggleNot,
  turnGroup,
} from '../../state/condition-tree.ts'
import { type FlatCondition, flatten, unflatten } from './edit-steps.ts'

const HAPPENING_OPTIONS = HAPPENINGS.map(name => [name, conditionWords(name)] as const)
/** The happening that a new condition begins with. */
const NEXT: Happening = 'condition_cleared'
const other = (kind: 'all' | 'any') => (kind === 'all' ? 'any' : 'all')
const glueOf = (kind: 'all' | 'any') => (kind === 'all' ? 'and' : 'or')
/** A new group, to be put into one of the other kind. */
const newGroup = (kind: 'all' | 'any'): RunCondition =>
  kind === 'all' ? { all: [NEXT, 'metric_met'] } : { any: [NEXT, 'metric_met'] }

/** The condition with a group added to it. */
export const withGroup = (condition: RunCondition, join: 'all' | 'any'): RunCondition =>
  typeof condition === 'object' && join in condition
    ? addInto(condition, [], newGroup(other(join)))
    : addBeside(condition, [], join, newGroup(other(join)))

interface Props {
  condition: RunCondition
  onChange: (condition: RunCondition) => void
}

/** A condition: one sentence where it is not nested, otherwise groups within groups. */
export function BranchCondition({ condition, onChange }: Props) {
  const flat = flatten(condition)
  if (flat) return <Sentence flat={flat} condition={condition} onChange={onChange} />
  return (
    <div className="logic">
      <Node condition={condition} onChange={onChange} part={condition} path={[]} within={null} />
    </div>
  )
}

function Sentence({ flat, condition, onChange }: Props & { flat: FlatCondition }) {
  const put = (change: Partial<FlatCondition>) => onChange(unflatten({ ...flat, ...change }))
  const { join, parts } = flat
  const withPart = (n: number, part: FlatCondition['parts'][number]) =>
    put({ parts: parts.map((one, at) => (at === n ? part : one)) })
  return (
    <>
      {inPlace(parts, (part, n) => (
        <span className="line-words">
          {n > 0 ? (
            <button type="button" className="glue" onClick={() => put({ join: other(join) })}>
              {glueOf(join)}
            </button>
          ) : null}
          <Happened
            happening={part.happening}
            negated={part.not}
            onPick={happening => withPart(n, { ...part, happening })}
            onNot={() => withPart(n, { ...part, not: !part.not })}
            onRemove={parts.length > 1 ? () => put({ parts: parts.toSpliced(n, 1) }) : null}
          />
        </span>
      ))}
      <button
        type="button"
        className="add-bit"
        onClick={() => put({ parts: [...parts, { happening: NEXT, not: false }] })}
      >
        + {glueOf(join)}
      </button>
      <button
        type="button"
        className="add-bit"
        title={`Add a group of two conditions, of which ${join === 'any' ? 'both' : 'either'} must hold`}
        onClick={() => onChange(withGroup(condition, join))}
      >
        + group
      </button>
    </>
  )
}

interface NodeProps extends Props {
  part: RunCondition
  path: ConditionPath
  /** The kind of the group around it. */
  within: 'all' | 'any' | null
}

function Node({ condition, onChange, part, path, within }: NodeProps) {
  const negated = typeof part === 'object' && 'not' in part
  const inner = negated ? part.not : part
  const at = negated ? [...path, 'not'] : path
  const onNot = () => onChange(toggleNot(condition, at))
  const onRemove = path.length > 0 ? () => onChange(removeAt(condition, path)) : null
  if (typeof inner === 'string')
    return (
      <div className="line-words">
        <Happened
          happening={inner}
          negated={negated}
          onPick={happening => onChange(replaceAt<RunCondition>(condition, at, happening))}
          onNot={onNot}
          onRemove={onRemove}
        />
        {within ? (
          <button
            type="button"
            className="add-bit"
            title="Group this with another condition"
            onClick={() => onChange(addBeside<RunCondition>(condition, path, other(within), NEXT))}
          >
            + {glueOf(other(within))}
          </button>
        ) : null}
      </div>
    )
  if ('not' in inner)
    // A double negation, which only the JSON can contain.
    return <Node condition={condition} onChange={onChange} part={inner} path={at} within={null} />
  return <Group {...{ condition, onChange, negated, onNot, onRemove }} part={inner} path={at} />
}

interface GroupProps extends Props {
  part: Extract<RunCondition, { all: unknown } | { any: unknown }>
  path: ConditionPath
  negated: boolean
  onNot: () => void
  onRemove: (() => void) | null
}

function Group({ condition, onChange, part, path, negated, onNot, onRemove }: GroupProps) {
  const [kind, parts] = 'all' in part ? (['all', part.all] as const) : (['any', part.any] as const)
  const turn = () => onChange(turnGroup(condition, path))
  const add = (next: RunCondition) => onChange(addInto(condition, path, next))
  return (
    <fieldset className="group" aria-label={`${negated ? 'Not: ' : ''}${kind === 'all' ? 'all' : 'any'} of these`}>
      <div className="line-words group-head">
        {negated ? <span className="tag wait">not:</span> : null}
        <button type="button" className="glue" title={`Change to “${other(kind)} of these”`} onClick={turn}>
          {kind === 'all' ? 'all of these' : 'any of these'}
        </button>
        <button type="button" className="add-bit" aria-pressed={negated} onClick={onNot}>
          {negated ? 'remove not' : 'not'}
        </button>
        {onRemove ? <Remove label="Remove this group" onRemove={onRemove} /> : null}
      </div>
      {inPlace(parts, (one, n) => (
        <Node condition={condition} onChange={onChange} part={one} path={[...path, kind, n]} within={kind} />
      ))}
      <div className="line-words">
        <button type="button" className="add-bit" onClick={() => add(NEXT)}>
          + {glueOf(kind)}
        </button>
        <button type="button" className="add-bit" onClick={() => add(newGroup(other(kind)))}>
          + group
        </button>
      </div>
    </fieldset>
  )
}

interface HappenedProps {
  happening: Happening
  negated: boolean
  onPick: (happening: Happening) => void
  onNot: () => void
  onRemove: (() => void) | null
}

/** One happening, negated or not. */
const Happened = ({ happening, negated, onPick, onNot, onRemove }: HappenedProps) => (
  <>
    {negated ? <span className="tag wait">not:</span> : null}
    <SelectBit label="Condition" value={happening} options={HAPPENING_OPTIONS} onChange={onPick} />
    <button type="button" className="add-bit" aria-pressed={negated} onClick={onNot}>
      {negated ? 'remove not' : 'not'}
    </button>
    {onRemove ? <Remove label="Remove this condition" onRemove={onRemove} /> : null}
  </>
)

const Remove = ({ label, onRemove }: { label: string; onRemove: () => void }) => (
  <button type="button" className="small-sign" aria-label={label} title={label} onClick={onRemove}>
    <IconX size={12} />
  </button>
)
