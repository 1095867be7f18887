import type { ReactElement } from 'react'
import type { Category } from '../../shared/vocabulary.ts'

const FORMS: Record<Category, ReactElement> = {
  fulfilment: <path d="M5.5 0.5l5.5 10H0z" />,
  billing: <rect x="0.5" y="0.5" width="10" height="10" rx="1.5" />,
  access: <path d="M5.5 0L11 5.5 5.5 11 0 5.5z" />,
  usage: <circle cx="5.5" cy="5.5" r="5" />,
  reliability: <path d="M0 3.7h3.7V0h3.6v3.7H11v3.6H7.3V11H3.7V7.3H0z" />,
}

/** The mark of a category, told apart by shape as well as by colour. `size` in pixels. */
export function Shape({ category, size = 11 }: { category: Category; size?: number }) {
  return (
    <svg
      className="shape"
      width={size}
      height={size}
      viewBox="0 0 11 11"
      fill={`var(--${category})`}
      aria-hidden="true"
    >
      {FORMS[category]}
    </svg>
  )
}
