import { Fragment, type ReactNode } from 'react'

/** Draws things that have no name other than their place, such as the steps of a form that are edited where they stand. */
export const inPlace = <Item,>(items: readonly Item[], draw: (item: Item, at: number) => ReactNode): ReactNode =>
  items.map((item, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the place is the name
    <Fragment key={at}>{draw(item, at)}</Fragment>
  ))
