import { useQuery } from '@tanstack/react-query'
import type { Preflight } from '../../../shared/intervention/unsent.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { CheckList, obstaclesOf, PassingChecks, passWords } from '../../parts/check-list.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { plural } from '../../parts/number.ts'
import { exact, personZone } from '../../parts/time.ts'
import { STAGE_WORDS } from '../../parts/words.ts'
import { useNow } from '../../state/now.ts'

/** `just before sending · 20 Nov 2026, 19:27`. */
const when = ({ at, stage }: Preflight) => `${STAGE_WORDS[stage]} · ${exact(at, personZone())}`

/** The preflights of a message: the last one in full, earlier ones folded. Nothing where there was none. */
export function Preflights({ looks, now }: { looks: readonly Preflight[]; now: number }) {
  const [last, ...earlier] = looks
  if (!last) return null
  return (
    <section className="looks" aria-label="Preflight checks">
      <h3 className="h2">
        Checked <small>{when(last)}</small>
      </h3>
      <CheckList verdicts={obstaclesOf(last.answers)} now={now} />
      <PassingChecks verdicts={last.answers} now={now} />
      {earlier.length > 0 ? (
        <details className="passing">
          <summary>{plural(earlier.length, 'earlier check')}</summary>
          {earlier.map(look => (
            <div key={`${look.at} ${look.stage}`}>
              <p className="quiet">
                {when(look)} · {passWords(look.answers)}
              </p>
              <CheckList verdicts={obstaclesOf(look.answers)} now={now} />
            </div>
          ))}
        </details>
      ) : null}
    </section>
  )
}

/** The preflights of one message in the outbox. */
export function Checked({ id }: { id: number }) {
  const now = useNow()
  const looks = useQuery(useApi().outbox.checks.queryOptions({ input: { id } }))
  if (looks.error) return <ErrorNote failure={failureOf(looks.error)} />
  return <Preflights looks={looks.data ?? []} now={now} />
}
