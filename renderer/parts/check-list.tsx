import type { ReactNode } from 'react'
import type { Verdict } from '../../shared/model/intervention.ts'
import { personZone, stamp } from './time.ts'
import { CHECK_WORDS } from './words.ts'

const SIGN = { pass: ['ok', '✓', 'passes'], wait: ['wt', '◷', 'waits'], refuse: ['no', '✕', 'blocks'] } as const

/** The checks that did not pass, overridden ones included: those that block, then those that wait. */
export const obstaclesOf = (verdicts: readonly Verdict[]): Verdict[] =>
  (['refuse', 'wait'] as const).flatMap(status => verdicts.filter(verdict => verdict.status === status))

/** `11 of 12 pass`. */
export const passWords = (verdicts: readonly Verdict[]): string =>
  `${verdicts.filter(({ status }) => status === 'pass').length} of ${verdicts.length} pass`

interface LineProps {
  verdict: Verdict
  /** Workspace time, UTC ms. */
  now: number
  /** The act that deals with the obstacle. */
  children?: ReactNode
}

/** One check: its sign, the fact behind it, until when it holds, and the reason it was overridden for. */
export function CheckLine({ verdict, now, children }: LineProps) {
  const { check, status, fact, until, overridden } = verdict
  const [tone, sign, words] = SIGN[status]
  return (
    <li>
      <span className={overridden === null ? tone : 'aside'} role="img" aria-label={words} title={CHECK_WORDS[check]}>
        {sign}
      </span>
      <span>
        {fact.replace(/\.$/, '')}
        {until === null || status === 'pass' ? '' : ` · your time: ${stamp(until, now, personZone())}`}
        {overridden === null ? null : <small className="quiet override">Overridden: {overridden}</small>}
        {children ? <> {children}</> : null}
      </span>
    </li>
  )
}

/** Checks, one below the other. */
export const CheckList = ({ verdicts, now }: { verdicts: readonly Verdict[]; now: number }) =>
  verdicts.length === 0 ? null : (
    <ul className="checks">
      {verdicts.map(verdict => (
        <CheckLine key={verdict.check} verdict={verdict} now={now} />
      ))}
    </ul>
  )

interface PassingProps {
  verdicts: readonly Verdict[]
  now: number
  /** The `summary` to fold them under, where it says more than how many pass. */
  summary?: ReactNode
}

/** Folded: how many checks pass. Opened: each with its fact. */
export const PassingChecks = ({ verdicts, now, summary = <summary>{passWords(verdicts)}</summary> }: PassingProps) => (
  <details className="passing">
    {summary}
    <CheckList verdicts={verdicts.filter(({ status }) => status === 'pass')} now={now} />
  </details>
)
