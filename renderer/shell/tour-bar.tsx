import type { ReactNode } from 'react'
import { TOUR_STEPS, useTour } from '../state/desk/tour.ts'
import { useKeys } from '../state/keys.tsx'
import { go } from '../state/route.ts'

const STEPS: readonly ReactNode[] = [
  <>
    <b>The queue</b> lists accounts that are about to have a problem, the most pressing first. <kbd>j</kbd> and{' '}
    <kbd>k</kbd> move, and each rank shows its arithmetic.
  </>,
  <>
    <b>Beside it</b> is why: the evidence, what to do, and every check before a message leaves. <kbd>⏎</kbd> starts what
    is suggested, and <kbd>z</kbd> undoes it until the message has left.
  </>,
  <>
    <b>Everywhere</b> <kbd>Ctrl K</kbd> finds anything, <kbd>?</kbd> lists the keys, and <kbd>!</kbd> opens outage mode.{' '}
    <kbd>g</kbd> <kbd>n</kbd> connects your own data, in a workspace of their own.
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
    { keys: '.', label: isLast ? 'end the tour' : 'next step of the tour', group: 'Tour', run: onward },
    { keys: ',', label: 'skip the tour', group: 'Tour', run: skip },
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
          {isLast ? 'Done' : 'Next'} <kbd>.</kbd>
        </button>
        {isLast ? null : (
          <button type="button" className="btn small plain" onClick={skip}>
            Skip <kbd>,</kbd>
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
