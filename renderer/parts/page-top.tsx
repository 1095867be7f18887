import type { ReactNode } from 'react'

interface Props {
  title: ReactNode
  /** What the page is for, in a sentence or two. */
  about?: ReactNode
  /** What can be done here, beside the title. */
  children?: ReactNode
}

/** The heading of a page. */
export function PageTop({ title, about, children }: Props) {
  return (
    <div className="page-top">
      <div>
        <h1>{title}</h1>
        {about === undefined ? null : <p>{about}</p>}
      </div>
      {children === undefined ? null : <div className="right">{children}</div>}
    </div>
  )
}
