/** A `ref` for the chosen line of a list: scrolls to the line when another one is chosen, also by an address. */
export const intoView = (line: HTMLElement | null): void => line?.scrollIntoView({ block: 'nearest' })
