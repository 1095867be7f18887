import type { Category } from '../../shared/vocabulary.ts'
import { Shape } from '../parts/shape.tsx'

const SIZE = 10

interface Props {
  category: Category
  cx?: number | null | undefined
  cy?: number | null | undefined
}

/** A point of a scatter chart in the shape of its category. */
export function Marker({ category, cx, cy }: Props) {
  // A day without a mark arrives as null.
  if (typeof cx !== 'number' || typeof cy !== 'number' || Number.isNaN(cy)) return <g />
  return (
    <g transform={`translate(${cx - SIZE / 2} ${cy - SIZE / 2})`}>
      <Shape category={category} size={SIZE} />
    </g>
  )
}
