import type { Category } from '../../shared/vocabulary.ts'
import { Shape } from '../parts/shape.tsx'

const SIZE = 10

interface Props {
  category: Category
  cx?: number | undefined
  cy?: number | undefined
}

/** A mark of a scatter in the shape of its category. */
export function Marker({ category, cx, cy }: Props) {
  if (cx === undefined || cy === undefined || Number.isNaN(cy)) return <g />
  return (
    <g transform={`translate(${cx - SIZE / 2} ${cy - SIZE / 2})`}>
      <Shape category={category} size={SIZE} />
    </g>
  )
}
