import { useState } from 'react'
import type { Verdict } from '../../../shared/model.ts'
import { OVERRIDE_ROLES, roleWords } from '../../../shared/roles.ts'
import type { Check } from '../../../shared/vocabulary.ts'
import { personZone, stamp } from '../../parts/time.ts'
import { CHECK_WORDS } from '../../parts/words.ts'
import { useMay } from '../../state/may.ts'
import { useNow } from '../../state/now.ts'

const SIGN = { pass: ['ok', '✓', 'passes'], wait: ['wt', '◷', 'waits'], refuse: ['no', '✕', 'refuses'] } as const
/** Nobody's reason sets these aside. */
const isFirm = (check: Check): boolean => OVERRIDE_ROLES[check].length === 0

/** What setting a check aside costs, beyond the message itself. */
const CONSEQUENCES: Partial<Record<Check, string>> = {
  arm: 'It is sent, and the account stays among the held-out ones in every figure, as it was assigned: each message like this makes the effect of messages look smaller than it is. Your name and reason are kept.',
}

/** What stands in the way is read first; the rest keeps its order. */
const inOrder = (verdicts: readonly Verdict[]): Verdict[] =>
  ['refuse', 'wait', 'pass'].flatMap(status => verdicts.filter(verdict => verdict.status === status))

interface Props {
  verdicts: readonly Verdict[]
  reasons?: Partial<Record<Check, string>>
  /** Absent where nothing is to be sent. */
  onReason?: (check: Check, reason: string) => void
}

function Override({
  check,
  reason,
  onReason,
}: {
  check: Check
  reason: string
  onReason: NonNullable<Props['onReason']>
}) {
  const [open, setOpen] = useState(reason !== '')
  if (!open)
    return (
      <button type="button" className="link" onClick={() => setOpen(true)}>
        send anyway …
      </button>
    )
  const consequence = CONSEQUENCES[check]
  return (
    <>
      {consequence ? <small className="quiet consequence">{consequence}</small> : null}
      <input
        className="in"
        // biome-ignore lint/a11y/noAutofocus: it was just asked for
        autoFocus
        value={reason}
        placeholder="Reason, kept with the message"
        aria-label={`Reason for overriding: ${CHECK_WORDS[check]}`}
        onChange={event => onReason(check, event.currentTarget.value)}
      />
    </>
  )
}

/** What was checked before the message leaves, each with the fact it was decided on. */
export function VerdictList({ verdicts, reasons = {}, onReason }: Props) {
  const now = useNow()
  const may = useMay()
  if (verdicts.length === 0) return null
  return (
    <section aria-label="Before it leaves">
      <h2 className="h2">
        Before it leaves <small>checked again when it does</small>
      </h2>
      <ul className="checks">
        {inOrder(verdicts).map(({ check, status, fact, until }) => {
          const [tone, sign, words] = SIGN[status]
          return (
            <li key={check}>
              <span className={tone} role="img" aria-label={words} title={CHECK_WORDS[check]}>
                {sign}
              </span>
              <span>
                {fact.replace(/\.$/, '')}
                {until === null || status === 'pass' ? '' : ` · here ${stamp(until, now, personZone())}`}
                {status !== 'pass' && onReason && !isFirm(check) ? (
                  <>
                    {' '}
                    {may.override(check) ? (
                      <Override check={check} reason={reasons[check] ?? ''} onReason={onReason} />
                    ) : (
                      <span className="quiet">needs {roleWords(OVERRIDE_ROLES[check])}</span>
                    )}
                  </>
                ) : null}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
