import { useState } from 'react'
import type { Verdict } from '../../../../shared/model/intervention.ts'
import { OVERRIDE_ROLES, roleWords } from '../../../../shared/roles.ts'
import type { Check } from '../../../../shared/vocabulary.ts'
import { CheckLine, CheckList, obstaclesOf, PassingChecks, passWords } from '../../../parts/check-list.tsx'
import { Key } from '../../../parts/keys/key.tsx'
import { toast } from '../../../parts/toast.tsx'
import { CHECK_WORDS } from '../../../parts/words.ts'
import { useMay } from '../../../state/may.ts'
import { useNow } from '../../../state/now.ts'

/** Whether nobody may override this check. */
const isFirm = (check: Check): boolean => OVERRIDE_ROLES[check].length === 0

/** The consequences of overriding a check, beyond the message itself. */
const CONSEQUENCES: Partial<Record<Check, string>> = {
  arm: 'The message is sent, and the account still counts as held out in every figure. Each such message makes the measured effect smaller than it is. Your name and reason are kept.',
}

type OnReason = (check: Check, reason: string) => void

function Override({ check, reason, onReason }: { check: Check; reason: string; onReason: OnReason }) {
  const [open, setOpen] = useState(reason !== '')
  if (!open)
    return (
      <button type="button" className="link" onClick={() => setOpen(true)}>
        override …
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
        onKeyDown={event => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return
          toast(
            <>
              The reason is kept. Send with <Key of="act.send_writing" />
            </>,
          )
        }}
      />
    </>
  )
}

interface ObstaclesProps {
  verdicts: readonly Verdict[]
  reasons: Partial<Record<Check, string>>
  /** Why nothing can be sent, where the reason is not a check. */
  problem: string | null
  onReason: OnReason
}

/** The checks that hold up the message, above the disabled button, with the means to override them. */
export function Obstacles({ verdicts, reasons, problem, onReason }: ObstaclesProps) {
  const now = useNow()
  const may = useMay()
  const obstacles = obstaclesOf(verdicts)
  if (obstacles.length === 0 && problem === null) return null
  return (
    <section className="in-the-way" aria-label="Blocking checks">
      <ul className="checks">
        {problem === null ? null : (
          <li>
            <span className="no" aria-hidden="true">
              ✕
            </span>
            <span>{problem}</span>
          </li>
        )}
        {obstacles.map(verdict => (
          <CheckLine key={verdict.check} verdict={verdict} now={now}>
            {isFirm(verdict.check) ? null : may.override(verdict.check) ? (
              <Override check={verdict.check} reason={reasons[verdict.check] ?? ''} onReason={onReason} />
            ) : (
              <span className="quiet">needs {roleWords(OVERRIDE_ROLES[verdict.check])}</span>
            )}
          </CheckLine>
        ))}
      </ul>
    </section>
  )
}

interface Props {
  verdicts: readonly Verdict[]
  /** The checks that did not pass are shown elsewhere. */
  passingOnly: boolean
}

/** The checks before sending, beside the button that starts it; those that pass are folded. */
export function VerdictList({ verdicts, passingOnly }: Props) {
  const now = useNow()
  if (verdicts.length === 0) return null
  return (
    <section className="before-it-leaves" aria-label="Preflight checks">
      {passingOnly ? null : <CheckList verdicts={obstaclesOf(verdicts)} now={now} />}
      <PassingChecks
        verdicts={verdicts}
        now={now}
        summary={
          <summary title="Each check is repeated when the message is sent">
            Preflight checks: {passWords(verdicts)}
          </summary>
        }
      />
    </section>
  )
}
