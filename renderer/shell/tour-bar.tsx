import type { ReactNode } from 'react'
import { Key } from '../parts/keys/key.tsx'
import { TOUR_STEPS, useTour } from '../state/desk/tour.ts'
import { useKeys } from '../state/keys.tsx'
import { go } from '../state/route.ts'

const STEPS: readonly ReactNode[] = [
  <>
    <b>The queue</b> lists accounts that are about to have a problem, the most pressing first. <Key of="rows.next" />{' '}
    and <Key of="rows.previous" /> move, and each rank shows its arithmetic.
  </>,
  <>
    <b>Beside it</b> is why: the evidence, what to do, and every check before a message leaves. <Key of="act.send" />{' '}
    starts what is suggested, and <Key of="undo" /> undoes it until the message has left.
  </>,
  <>
    <b>Everywhere</b> <Key of="search" /> finds anything, <Key of="help" /> lists the keys, and <Key of="go.outage" />{' '}
    opens outage mode. <Key of="connect" /> connects your own data, in a workspace of their own.
  </>,
]

function Step({ step }: { step: number }) {
  const { next, skip } = useTour()
  const isLast = step === TOUR_STEPS
  const onward = () => {
    next()
    if (!isLast) go('queue')
  }
  useKeys([
    { act: 'tour.next', ...(isLast ? { label: 'end the tour' } : {}), run: onward },
    { act: 'tour.skip', run: skip },
  ])
  return (
    <section className="link-bar tour" aria-label={`Tour, step ${step} of ${TOUR_STEPS}`}>
      <span role="status">
        <span className="quiet">
          {step} of {TOUR_STEPS}
        </span>{' '}
        {STEPS[step - 1]}
      </span>
      <span className="acts">
        <button type="button" className="btn small" onClick={onward}>
          {isLast ? 'Done' : 'Next'} <Key of="tour.next" />
        </button>
        {isLast ? null : (
          <button type="button" className="btn small plain" onClick={skip}>
            Skip <Key of="tour.skip" />
          </button>
        )}
      </span>
    </section>
  )
}

/** Three steps through the sample, above the screen and over none of it. */
export function TourBar() {
  const { step } = useTour()
  return step === null ? null : <Step step={step} />
}
