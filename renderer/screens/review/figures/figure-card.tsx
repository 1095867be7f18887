import type { ReactNode } from 'react'
import './figures.css'

interface Props {
  title: string
  /** Unit and kind of interval, beside the title. */
  note?: string
  children: ReactNode
  /** What is counted, from where: a line below the figure. */
  definition: ReactNode
}

/** One figure of the review: its title, the figure with its table, and below it the definition with the source. */
export function FigureCard({ title, note, children, definition }: Props) {
  return (
    <section className="card figure-card" aria-label={title}>
      <h2>
        {title} {note ? <small>{note}</small> : null}
      </h2>
      {children}
      <p className="quiet definition">{definition}</p>
    </section>
  )
}

/** What takes the place of a figure that has no answer yet: that it has none, and what is missing. */
export function CannotTell({ why }: { why: string }) {
  return (
    <p className="cannot-tell">
      <span className="tag">cannot tell yet</span> {why}
    </p>
  )
}
