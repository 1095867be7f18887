import type { Category } from '../../shared/vocabulary.ts'
import { Shape } from '../parts/shape.tsx'

const SIZE = 10

/** A mark of a scatter in the shape of its category. */
export const marker = (category: Category) =>
  function Marker({ cx, cy }: { cx?: number | undefined; cy?: number | undefined }) {
    if (cx === undefined || cy === undefined || Number.isNaN(cy)) return <g />
    return (
      <g transform={`translate(${cx - SIZE / 2} ${cy - SIZE / 2})`}>
        <Shape category={category} size={SIZE} />
      </g>
    )
  }
